"""Shoppers' accounts over HTTP. What could tell whether somebody has an account is answered evenly and alike."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.http.bodies import answer, body
from server.http.callers import ACCOUNT, CALLER, SHOPPER_PREFIX
from server.http.entry import clean_name
from server.http.evenly import evenly
from server.http.hashing import hashing
from server.http.services import SERVICES, caller_of, in_thread
from server.mail.letters import letter
from server.store.accounts import SESSION_LIFE_S, NewAccount
from server.store.passwords import check_password
from showroom.protocol.accounts import (
    AccountView,
    CodeRequest,
    DeletionRequest,
    PasswordRequest,
    RecoveryRequest,
    SignIn,
    SignInRequest,
    SignUp,
    SignUpRequest,
    WishesRequest,
    clean_email,
)

if TYPE_CHECKING:
    from server.http.services import Services
    from server.mail.letters import Letter
    from showroom.catalogue import Language

_ID_BYTES: Final = 12
_TOKEN_BYTES: Final = 32
_CODE_BYTES: Final = 24
_MOST_WISHES_BYTES: Final = 256 * 1024


async def post_account(request: web.Request) -> web.StreamResponse:
    """Sign up; the answer is the same whether or not there is such an account."""
    services = request.app[SERVICES]
    services.account_limit.take(caller_of(request))
    asked = await body(request, SignUpRequest)
    check_password(asked.password)
    email, name, mails = clean_email(asked.email), clean_name(asked.name), services.post is not None
    token, code = services.randomness.token, services.randomness.token(_CODE_BYTES)
    new = NewAccount(f"a-{token(_ID_BYTES)}", email, f"v-{token(_ID_BYTES)}", name, asked.language, confirmed=not mails)
    now_s = services.clock.now()

    async def sign_up() -> None:
        is_new = await hashing(lambda: services.accounts.sign_up(new, asked.password, code, now_s))
        if services.letter_limit.allows(email):
            _post(services, "confirm" if is_new else "known", email, asked.language, code)

    await evenly(sign_up())
    return answer(SignUp(mailed=mails), HTTPStatus.ACCEPTED)


async def post_session(request: web.Request) -> web.StreamResponse:
    """Sign in; what the guest was and wished until now is the account's from now on."""
    services = request.app[SERVICES]
    services.login_limit.take(caller_of(request))
    asked = await body(request, SignInRequest)
    email = clean_email(asked.email)
    services.person_limit.take(email)
    account = await evenly(hashing(lambda: services.accounts.check(email, asked.password)))
    token, now_s = SHOPPER_PREFIX + services.randomness.token(_TOKEN_BYTES), services.clock.now()
    wishes = tuple(asked.wishes)
    await in_thread(lambda: services.accounts.open_session(account, token, asked.visitor_token, wishes, now_s))
    kept = await in_thread(lambda: services.accounts.wishes(account))
    return answer(SignIn(token, account.email, account.name, now_s + SESSION_LIFE_S, kept), HTTPStatus.CREATED)


async def delete_session(request: web.Request) -> web.StreamResponse:
    """Sign out; what was opened with the session is closed."""
    services, who, account = request.app[SERVICES], request[CALLER], request[ACCOUNT]
    await in_thread(lambda: services.accounts.close_session(account, who.token, services.clock.now()))
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def get_account(request: web.Request) -> web.StreamResponse:
    """Say whose session it is, and what they wish."""
    services, account = request.app[SERVICES], request[ACCOUNT]
    wishes = await in_thread(lambda: services.accounts.wishes(account))
    return answer(AccountView(account.email, account.name, wishes))


async def put_wishes(request: web.Request) -> web.StreamResponse:
    """Replace the wish list."""
    services, account = request.app[SERVICES], request[ACCOUNT]
    asked = await body(request, WishesRequest, _MOST_WISHES_BYTES)
    await in_thread(lambda: services.accounts.set_wishes(account, asked.wishes))
    return answer(AccountView(account.email, account.name, await in_thread(lambda: services.accounts.wishes(account))))


async def post_password(request: web.Request) -> web.StreamResponse:
    """Set a new password; every other session ends."""
    services, who, account = request.app[SERVICES], request[CALLER], request[ACCOUNT]
    services.person_limit.take(account.email)
    asked = await body(request, PasswordRequest)
    now_s = services.clock.now()
    await hashing(lambda: services.accounts.change_password(account, who.token, asked.old, asked.new, now_s))
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def post_deletion(request: web.Request) -> web.StreamResponse:
    """Delete the account; its password is asked for once more."""
    services, account = request.app[SERVICES], request[ACCOUNT]
    services.person_limit.take(account.email)
    asked = await body(request, DeletionRequest)
    await hashing(lambda: services.accounts.delete(account, asked.password, services.clock.now()))
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def post_recovery(request: web.Request) -> web.StreamResponse:
    """Send a link to set a new password, where there is such an account; the answer is the same."""
    services = request.app[SERVICES]
    services.account_limit.take(caller_of(request))
    asked = await body(request, RecoveryRequest)
    email = clean_email(asked.email)
    code, now_s = services.randomness.token(_CODE_BYTES), services.clock.now()

    async def begin() -> None:
        if services.post is None or not services.letter_limit.allows(email):
            return
        account = await in_thread(lambda: services.accounts.begin_recovery(email, code, now_s))
        if account is not None:
            _post(services, "recover", email, asked.language, code)

    await evenly(begin())
    return answer(SignUp(mailed=services.post is not None), HTTPStatus.ACCEPTED)


async def post_confirmation(request: web.Request) -> web.StreamResponse:
    """Confirm the address that was signed up with, by the code of the link and the password."""
    asked = await body(request, CodeRequest)
    await finish(request, "confirm", asked.code, asked.password)
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def post_recovery_finish(request: web.Request) -> web.StreamResponse:
    """Set a new password by the code of the link; every session ends."""
    asked = await body(request, CodeRequest)
    await finish(request, "recover", asked.code, asked.password)
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def finish(request: web.Request, purpose: Letter, code: str, password: str) -> None:
    """What a one-time link is for.

    Raises:
        NotPermitted: ``bad-code``.
        Rejected: ``weak-password``.
        TooOften: ``too-often``.
    """
    services = request.app[SERVICES]
    services.login_limit.take(caller_of(request))
    do = services.accounts.confirm if purpose == "confirm" else services.accounts.recover
    await evenly(hashing(lambda: do(code.strip(), password, services.clock.now())))


def _post(services: Services, kind: Letter, email: str, language: Language, code: str) -> None:
    if services.post is not None:
        services.post.post(letter(kind, email, language, services.post.public_url, code))
