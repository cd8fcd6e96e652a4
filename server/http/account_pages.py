"""The pages behind mailed links: confirm an address, or set a new password.

The code stands behind the link's ``#``, where no server and no log sees it; the one script of these pages puts it into
the form, which sends it in its body. Without scripts it is typed in from the letter.
"""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.http.accounts import finish
from server.http.landing import preferred_language
from server.store.passwords import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from showroom.errors import NotFound, Rejected

if TYPE_CHECKING:
    from server.mail.letters import Letter

_FOLDER: Final = files("server.http") / "page"
_PAGE: Final = Template((_FOLDER / "account.html").read_text("utf-8"))
_SCRIPT: Final = (_FOLDER / "account.js").read_bytes()
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_PAGES: Final[dict[str, Letter]] = {"confirm": "confirm", "recover": "recover"}
_WORDS: Final = {
    "en": {
        "eyebrow": "Your account",
        "confirm.headline": "Confirm your account",
        "confirm.lead": "Type the password that you chose when you signed up.",
        "confirm.done": "Your account is confirmed. You can sign in from the showroom now.",
        "confirm.button": "Confirm",
        "recover.headline": "Set a new password",
        "recover.lead": "{least} characters or more. A few words in a row are easy to remember and hard to guess.",
        "recover.done": "The new password is set, and everything that was signed in with the old one is signed out.",
        "recover.button": "Set it",
        "code": "Code from the letter",
        "password": "Password",
        "done": "Done",
        "bad-code": "This link is used or too old, or the password is another one. You can ask for a new link in the "
        "showroom.",
        "weak-password": "This password is too short, or one of the first that anybody tries. Take another one.",
        "too-often": "Too many tries from here. Wait a minute, then try again.",
        "refused": "That did not work. Try again.",
        "footer": "No trackers; the one script of this page fills in the code.",
        "front_label": "Everything on show",
    },
    "de": {
        "eyebrow": "Ihr Konto",
        "confirm.headline": "Konto bestätigen",
        "confirm.lead": "Geben Sie das Passwort ein, das Sie bei der Anmeldung gewählt haben.",
        "confirm.done": "Ihr Konto ist bestätigt. Sie können sich jetzt im Showroom anmelden.",
        "confirm.button": "Bestätigen",
        "recover.headline": "Neues Passwort setzen",
        "recover.lead": "Mindestens {least} Zeichen. Ein paar Wörter hintereinander sind leicht zu merken und schwer "
        "zu erraten.",
        "recover.done": "Das neue Passwort gilt, und alles, was mit dem alten angemeldet war, ist abgemeldet.",
        "recover.button": "Setzen",
        "code": "Code aus dem Brief",
        "password": "Passwort",
        "done": "Fertig",
        "bad-code": "Dieser Link ist benutzt oder zu alt, oder das Passwort ist ein anderes. Einen neuen Link "
        "verlangen Sie im Showroom.",
        "weak-password": "Dieses Passwort ist zu kurz, oder eines der ersten, die alle versuchen. Nehmen Sie ein "
        "anderes.",
        "too-often": "Zu viele Versuche von hier. Warten Sie eine Minute und versuchen Sie es dann noch einmal.",
        "refused": "Das ging nicht. Versuchen Sie es noch einmal.",
        "footer": "Keine Tracker; das eine Skript dieser Seite trägt den Code ein.",
        "front_label": "Alles, was zu sehen ist",
    },
}


async def get_page(request: web.Request) -> web.StreamResponse:
    """Send the page behind a mailed link, in German or English."""
    purpose, words = _purpose(request), _words(request)
    return _page(request, words[f"{purpose}.lead"].format(least=MIN_PASSWORD_LENGTH))


async def post_page(request: web.Request) -> web.StreamResponse:
    """Do what a mailed link is for, by the form of its page."""
    purpose, words = _purpose(request), _words(request)
    form = await request.post()
    code, password = form.get("code", ""), form.get("password", "")
    if not isinstance(code, str) or not isinstance(password, str) or len(password) > MAX_PASSWORD_LENGTH:
        return _page(request, words["refused"], HTTPStatus.BAD_REQUEST)
    try:
        await finish(request, purpose, code[:256], password)
    except Rejected as error:
        return _page(request, words.get(error.code, words["refused"]), HTTPStatus.BAD_REQUEST)
    return _page(request, words[f"{purpose}.done"], done=True)


async def get_script(_request: web.Request) -> web.StreamResponse:
    """Send the one script of these pages."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return web.Response(body=_SCRIPT, content_type="text/javascript", headers=headers)


def _purpose(request: web.Request) -> Letter:
    page = request.match_info["page"]
    if page not in _PAGES:
        raise NotFound("unknown-page", "nothing stands here", got=page[:40], allowed=", ".join(_PAGES))
    return _PAGES[page]


def _words(request: web.Request) -> dict[str, str]:
    return _WORDS[preferred_language(request.headers.get("Accept-Language", ""))]


def _page(
    request: web.Request, lead: str, status: HTTPStatus = HTTPStatus.OK, *, done: bool = False
) -> web.StreamResponse:
    purpose, words = _purpose(request), _words(request)
    language = preferred_language(request.headers.get("Accept-Language", ""))
    headline = words["done"] if done else words[f"{purpose}.headline"]
    html = _PAGE.substitute(
        {name: escape(words[name]) for name in ("eyebrow", "footer", "front_label")},
        language=language,
        headline=escape(headline),
        lead=escape(lead),
        script="" if done else '<script src="/account.js" defer></script>',
        form="" if done else _form(purpose, words),
    )
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "Vary": "Accept-Language"}
    headers["Content-Language"] = language
    return web.Response(text=html, content_type="text/html", status=status, headers=headers)


def _form(purpose: Letter, words: dict[str, str]) -> str:
    known = "current-password" if purpose == "confirm" else "new-password"
    least = 1 if purpose == "confirm" else MIN_PASSWORD_LENGTH
    return (
        f'<form class="form" method="post" action="/account/{purpose}">'
        f'<label>{escape(words["code"])}<input id="code" name="code" required maxlength="256" autocomplete="off" '
        'spellcheck="false"></label>'
        f'<label>{escape(words["password"])}<input id="password" name="password" type="password" required '
        f'minlength="{least}" maxlength="{MAX_PASSWORD_LENGTH}" autocomplete="{known}"></label>'
        f'<button type="submit">{escape(words[f"{purpose}.button"])}</button></form>'
    )
