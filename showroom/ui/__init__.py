"""What every client can do and show, as data: verbs, sentences and view state. Windows and terminals only draw it."""
