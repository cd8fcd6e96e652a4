"""Logging the staff in through a provider of theirs (OpenID Connect Core 1.0, authorization code with PKCE)."""
