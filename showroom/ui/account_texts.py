"""Every sentence about having an account, for windows and terminals, in every language."""

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text

ACCOUNT_TEXTS: Final[dict[str, Text]] = {
    "verb.account": Text("Account", "Konto"),
    "account.title": Text("Your account", "Ihr Konto"),
    "account.email": Text("E-mail", "E-Mail"),
    "account.password": Text("Password", "Passwort"),
    "account.sign-in": Text("Sign in", "Anmelden"),
    "account.sign-up": Text("Make an account", "Konto anlegen"),
    "account.sign-out": Text("Sign out", "Abmelden"),
    "account.recover": Text("Password forgotten", "Passwort vergessen"),
    "account.guest": Text("guest", "Gast"),
    "account.why": Text(
        "Keeps your wishes, and who you are, on every computer.",
        "Behält Ihren Merkzettel, und wer Sie sind, auf jedem Rechner.",
    ),
    "account.known": Text("I have an account", "Ich habe ein Konto"),
    "account.new": Text("I am new here", "Ich bin neu hier"),
    "account.leave": Text("On this computer", "Auf diesem Rechner"),
    "account.send": Text("Send a link", "Link senden"),
    "account.signed-in": Text("You are signed in as {email}.", "Sie sind als {email} angemeldet."),
    "account.signed-out": Text("You are a guest again.", "Sie sind wieder als Gast hier."),
    "account.who-nobody": Text(
        "You are here as a guest. signin EMAIL signs in, signup EMAIL makes an account.",
        "Sie sind als Gast hier. anmelden E-MAIL meldet an, registrieren E-MAIL legt ein Konto an.",
    ),
    "account.mailed": Text(
        "Open the link that was sent to {email} to confirm it, then sign in.",
        "Öffnen Sie zum Bestätigen den Link, der an {email} ging, und melden Sie sich dann an.",
    ),
    "account.recovery-mailed": Text(
        "If {email} has an account, a link is on its way there.",
        "Wenn {email} ein Konto hat, ist ein Link dorthin unterwegs.",
    ),
    "account.no-mail": Text(
        "This shop sends no letters; ask its staff about your password.",
        "Dieser Laden verschickt keine Briefe; fragen Sie das Personal nach Ihrem Passwort.",
    ),
    "account.password-set": Text("The new password is set.", "Das neue Passwort gilt."),
    "account.confirmed": Text("Your account is confirmed; sign in.", "Ihr Konto ist bestätigt; melden Sie sich an."),
    "account.deleted": Text("Your account is deleted.", "Ihr Konto ist gelöscht."),
    "account.ask-password": Text("Password:", "Passwort:"),
    "account.ask-again": Text("The same once more:", "Dasselbe noch einmal:"),
    "account.ask-old": Text("The password until now:", "Das bisherige Passwort:"),
    "account.ask-new": Text("The new password:", "Das neue Passwort:"),
    "account.wishes-later": Text(
        "Your account hears of this wish later: {reason}", "Ihr Konto erfährt später von diesem Wunsch: {reason}"
    ),
    # words of the text client
    "word.account": Text("account: who you are signed in as.", "konto: als wer Sie angemeldet sind."),
    "word.signup": Text(
        "signup EMAIL: make an account; asks for a password.",
        "registrieren E-MAIL: ein Konto anlegen; fragt nach einem Passwort.",
    ),
    "word.signin": Text(
        "signin EMAIL: sign in; asks for the password.", "anmelden E-MAIL: anmelden; fragt nach dem Passwort."
    ),
    "word.signout": Text("signout: be a guest again.", "abmelden: wieder Gast sein."),
    "word.password": Text(
        "password: set another one; asks for both.", "passwort: ein anderes setzen; fragt nach beiden."
    ),
    "word.recover": Text(
        "recover EMAIL: have a link sent; recover and its code: set a new password.",
        "wiederherstellen E-MAIL: einen Link senden lassen; wiederherstellen und sein Code: ein neues Passwort setzen.",
    ),
    "word.confirm": Text(
        "confirm and the code of a letter: confirm your account; asks for the password.",
        "bestätigen und der Code eines Briefs: das Konto bestätigen; fragt nach dem Passwort.",
    ),
    "word.deleteaccount": Text(
        "deleteaccount: delete your account with everything in it; asks for the password.",
        "kontolöschen: Ihr Konto mit allem darin löschen; fragt nach dem Passwort.",
    ),
    # refusals
    "failed.no-email": Text("Which e-mail address?", "Welche E-Mail-Adresse?"),
    "failed.bad-email": Text("This is no e-mail address.", "Das ist keine E-Mail-Adresse."),
    "failed.no-password": Text("There was no password.", "Es kam kein Passwort."),
    "failed.passwords-differ": Text("The two passwords are not the same.", "Die beiden Passwörter sind verschieden."),
    "failed.weak-password": Text(
        "This password is too short, or one of the first that anybody tries; take another one of 8 characters or more.",
        "Dieses Passwort ist zu kurz, oder eines der ersten, die alle versuchen; nehmen Sie ein anderes ab 8 Zeichen.",
    ),
    "failed.wrong-password": Text(
        "Address and password do not match. Where you were sent a link, open it first.",
        "Adresse und Passwort passen nicht zusammen. Falls Sie einen Link bekommen haben, öffnen Sie ihn zuerst.",
    ),
    "failed.bad-code": Text(
        "This code is used, too old, or wrong; have another one sent.",
        "Dieser Code ist benutzt, zu alt oder falsch; lassen Sie einen neuen senden.",
    ),
    "failed.not-signed-in": Text("You are not signed in.", "Sie sind nicht angemeldet."),
    "failed.too-often": Text("Too many tries; wait a minute.", "Zu viele Versuche; warten Sie eine Minute."),
    "failed.session-ended": Text(
        "You were signed out from elsewhere. {got}", "Sie wurden von anderswo abgemeldet. {got}"
    ),
}
