"""Every sentence that is read line by line, where there is no screen: the text client's, in every language."""

from __future__ import annotations

from typing import Final

from showroom.catalogue import Text
from showroom.ui.texts import TEXTS

SPOKEN: Final[dict[str, Text]] = {
    # what each word of the text client does; capitals stand for what one fills in
    "word.where": Text("where: where you are and what is near.", "wo: wo Sie sind und was in der Nähe ist."),
    "word.who": Text("who: who is here, and where.", "wer: wer da ist, und wo."),
    "word.places": Text("places: where you can go.", "orte: wohin Sie gehen können."),
    "word.go": Text(
        "go PLACE: walk to a place, a product or a person, e.g. go shoes.",
        "gehe ORT: zu einem Ort, einem Produkt oder einer Person gehen, z. B. gehe schuhe.",
    ),
    "word.stop": Text("stop: stand still.", "stopp: stehen bleiben."),
    "word.products": Text("products: what is on show, with prices.", "produkte: was gezeigt wird, mit Preisen."),
    "word.look": Text(
        "look PRODUCT: look closely at a product and read its options.",
        "ansehen PRODUKT: ein Produkt genau ansehen und seine Optionen lesen.",
    ),
    "word.next": Text("next: the next product.", "nächstes: das nächste Produkt."),
    "word.previous": Text("previous: the product before.", "voriges: das vorige Produkt."),
    "word.back": Text("back: step back from the product.", "zurück: vom Produkt zurücktreten."),
    "word.choose": Text(
        "choose OPTION VALUE: by name or number, e.g. choose 3 2. With an option alone: its values.",
        "wähle OPTION WERT: mit Namen oder Nummer, z. B. wähle 3 2. Mit einer Option allein: ihre Werte.",
    ),
    "word.take": Text(
        "take NUMBER: take a way out of a refused choice.",
        "nimm NUMMER: einen Ausweg aus einer abgelehnten Wahl nehmen.",
    ),
    "word.keep": Text(
        "keep: leave everything as it was after a refusal.",
        "lassen: nach einer Ablehnung alles lassen, wie es war.",
    ),
    "word.price": Text("price: every line of the price, tax and total.", "preis: alle Preiszeilen, Steuer und Summe."),
    "word.undo": Text(
        "undo: take back your own latest change.", "rückgängig: Ihre eigene letzte Änderung zurücknehmen."
    ),
    "word.redo": Text("redo: bring back what you took back.", "wiederhole: Zurückgenommenes wiederholen."),
    "word.reset": Text("reset: begin anew, as first shown.", "anfang: neu beginnen, wie zuerst gezeigt."),
    "word.surprise": Text(
        "surprise: a configuration by chance in which everything goes together.",
        "überrasche: eine Konfiguration nach Zufall, in der alles zusammenpasst.",
    ),
    "word.compare": Text(
        "compare: once notes this configuration, once more tells how another one differs.",
        "vergleiche: einmal merkt diese Konfiguration, noch einmal nennt, worin eine andere abweicht.",
    ),
    "word.code": Text(
        "code: the code of this configuration, to pass on.", "code: der Code dieser Konfiguration, zum Weitergeben."
    ),
    "word.open": Text(
        "open CODE: show the configuration of a code.", "öffne CODE: die Konfiguration eines Codes zeigen."
    ),
    "word.details": Text(
        "details: what is worth a closer look at the product.", "details: was am Produkt einen zweiten Blick lohnt."
    ),
    "word.switch": Text(
        "switch taken apart: open, switch on or take apart, and back; switch: what there is.",
        "schalte zerlegt: öffnen, einschalten oder zerlegen, und zurück; schalte: was es gibt.",
    ),
    "word.private": Text(
        "private Ben: ask to see and hear only each other; private: be among everybody again.",
        "privat Ben: fragen, ob man nur einander sieht und hört; privat: wieder unter allen sein.",
    ),
    "word.measures": Text("measures: every length of the product.", "maße: alle Längen des Produkts."),
    "word.sit": Text("sit: sit down, or stand up.", "setzen: sich setzen oder aufstehen."),
    "word.hand": Text("hand: raise your hand, or let it sink.", "hand: die Hand heben oder sinken lassen."),
    "word.follow": Text(
        "follow NAME: ask somebody whether you may follow; alone, it ends.",
        "folge NAME: jemanden fragen, ob Sie folgen dürfen; allein endet es.",
    ),
    "word.summon": Text("summon NAME: ask somebody to come to you.", "bitte NAME: jemanden herbitten."),
    "word.yes": Text("yes: say yes to what somebody asks.", "ja: ja sagen zu dem, was jemand fragt."),
    "word.no": Text("no: say no to what somebody asks.", "nein: nein sagen zu dem, was jemand fragt."),
    "spoken.yes-or-no": Text("Say yes or no.", "Sagen Sie ja oder nein."),
    "spoken.answered": Text("{name} knows.", "{name} weiß es."),
    "word.mylook": Text(
        "mylook PART VALUE: how others see you, e.g. mylook hair bob. Alone: all parts.",
        "aussehen TEIL WERT: wie andere Sie sehen, z. B. aussehen haar bob. Allein: alle Teile.",
    ),
    "word.rename": Text("rename NAME: be called otherwise.", "umbenennen NAME: anders heißen."),
    "spoken.looks": Text("How others see you.", "Wie andere Sie sehen."),
    "spoken.look-part": Text("{part} may be:", "{part} kann sein:"),
    "hint.looks": Text("Say a number for what it may be.", "Nennen Sie eine Nummer für die Möglichkeiten."),
    "word.invite": Text(
        "invite: what to pass on so that others come here and see the same.",
        "einladung: was Sie weitergeben, damit andere herkommen und dasselbe sehen.",
    ),
    "spoken.invitation": Text("Pass this on: {page} or {link}", "Geben Sie das weiter: {page} oder {link}"),
    "word.quote": Text(
        "quote: a quote as PDF, kept in your documents.", "angebot: ein Angebot als PDF, bei Ihren Dokumenten."
    ),
    "word.order": Text(
        "order: where the shop takes an order of this.", "bestelle: wo der Shop eine Bestellung davon annimmt."
    ),
    "word.wish": Text(
        "wish: your wish list. wish add, wish remove NUMBER, wish open NUMBER.",
        "merkzettel: Ihr Merkzettel. merkzettel dazu, merkzettel weg NUMMER, merkzettel öffne NUMMER.",
    ),
    "word.say": Text(
        "say TEXT: to everybody here, or to whom you are in conversation with.",
        "sage TEXT: zu allen hier, oder zu der Person, mit der Sie im Gespräch sind.",
    ),
    "word.read": Text(
        "read NUMBER: the last lines of the chat, 10 unless told.",
        "lies NUMMER: die letzten Zeilen des Chats, sonst 10.",
    ),
    "word.emote": Text(
        "emote GESTURE: wave, clap, nod, laugh, heart or point.",
        "geste GESTE: winken, klatschen, nicken, lachen, herz oder zeigen.",
    ),
    "word.wave": Text("wave: wave.", "winke: winken."),
    "word.clap": Text("clap: clap your hands.", "klatsche: in die Hände klatschen."),
    "word.heart": Text("heart: send a heart.", "herz: ein Herz senden."),
    "word.call": Text(
        "call TOPIC: call an adviser; the topic may be left out.",
        "rufe THEMA: Beratung rufen; das Thema darf fehlen.",
    ),
    "word.cancel": Text("cancel: stop waiting for an adviser.", "abbrechen: nicht mehr auf Beratung warten."),
    "word.position": Text(
        "position: whether advisers are there, and your place in the queue.",
        "position: ob Beratung da ist, und Ihr Platz in der Warteschlange.",
    ),
    "word.end": Text("end: end the conversation.", "beenden: das Gespräch beenden."),
    "word.online": Text("online: take calls.", "online: Anrufe annehmen."),
    "word.away": Text("away: take a break.", "pause: Pause machen."),
    "word.queue": Text(
        "queue: who waits, and what they look at.", "warteschlange: wer wartet, und was sie sich ansehen."
    ),
    "word.accept": Text(
        "accept: take the first call of the queue whose line stands.",
        "annehmen: den ersten Ruf der Warteschlange annehmen, dessen Verbindung steht.",
    ),
    "word.answer": Text("answer TEXT: to whom you advise.", "antworte TEXT: der Person, die Sie beraten."),
    "word.quiet": Text(
        "quiet: no more news of what others do; once more brings them back.",
        "leise: nicht mehr melden, was andere tun; noch einmal bringt es zurück.",
    ),
    "word.wait": Text(
        "wait SECONDS, or wait for WORDS: until a line with these words comes; for scripts.",
        "warte SEKUNDEN, oder warte auf WORTE: bis eine Zeile mit diesen Worten kommt; für Skripte.",
    ),
    "word.help": Text(
        "?: what you can do here. ? WORD explains a word.", "?: was Sie hier tun können. ? WORT erklärt ein Wort."
    ),
    "word.language": Text("language: English or German.", "sprache: Englisch oder Deutsch."),
    "word.quit": Text("quit: leave the showroom.", "verlassen: den Showroom verlassen."),
    # the list of words
    "help.here": Text(
        "What you can do here. The beginning of a word is enough, and ? WORD explains it.",
        "Was Sie hier tun können. Der Anfang eines Wortes genügt, und ? WORT erklärt es.",
    ),
    "family.moving": Text("Moving", "Gehen"),
    "family.products": Text("Products", "Produkte"),
    "family.product": Text("{name}", "{name}"),
    "family.talking": Text("Talking", "Reden"),
    "family.adviser": Text("Adviser", "Beratung"),
    "family.desk": Text("Your service desk", "Ihre Beratung"),
    "family.oneself": Text("You", "Sie selbst"),
    "family.program": Text("Else", "Sonst"),
    # coming and being there
    "spoken.welcome": Text("Welcome to {room}. {where}", "Willkommen: {room}. {where}"),
    "spoken.hint": Text("? lists what you can do.", "? zeigt, was Sie tun können."),
    "spoken.alone": Text("Nobody else is here.", "Sonst ist niemand hier."),
    "spoken.others": Text("Also here: {names}.", "Außer Ihnen hier: {names}."),
    "spoken.many-others": Text("{count} others are here.", "{count} andere sind hier."),
    "spoken.at-place": Text("You are here: {place}.", "Sie sind hier: {place}."),
    "spoken.near-place": Text("You are {metres} from: {place}.", "Sie sind {metres} entfernt von: {place}."),
    "spoken.before": Text("You stand before {product}.", "Sie stehen vor: {product}."),
    "spoken.looking": Text("You look closely at {product}.", "Sie sehen sich genau an: {product}."),
    "spoken.walking": Text("You are walking to {place}.", "Sie gehen zu: {place}."),
    "spoken.metres": Text("{metres} m", "{metres} m"),
    "spoken.near": Text("Near you: {things}.", "In Ihrer Nähe: {things}."),
    "spoken.thing-away": Text("{name} at {metres} m", "{name} in {metres} m Entfernung"),
    "spoken.and": Text("{first} and {last}", "{first} und {last}"),
    "spoken.person": Text("{name}, {metres} m away, {doing}", "{name}, {metres} m entfernt, {doing}"),
    "spoken.person-somewhere": Text("{name}, {doing}", "{name}, {doing}"),
    "spoken.adviser-name": Text("{name} (adviser)", "{name} (Beratung)"),
    "spoken.places": Text("Places:", "Orte:"),
    "hint.places": Text("go NUMBER takes you there.", "gehe NUMMER bringt Sie hin."),
    "spoken.going": Text("Walking to {place}, about {seconds} s.", "Auf dem Weg zu: {place}, etwa {seconds} s."),
    "spoken.there": Text("You are there: {place}.", "Sie sind da: {place}."),
    "spoken.through-door": Text("Through the door: {place}.", "Durch die Tür: {place}."),
    "spoken.already-there": Text("You are there already.", "Da sind Sie schon."),
    "spoken.stopped": Text("You stand still.", "Sie bleiben stehen."),
    "spoken.not-walking": Text("You are not walking.", "Sie gehen gerade nicht."),
    # products
    "spoken.products": Text("Products:", "Produkte:"),
    "hint.products": Text("look NUMBER shows one.", "ansehen NUMMER zeigt eines."),
    "spoken.product": Text("{name}, {price}", "{name}, {price}"),
    "spoken.product-of": Text("{name}, {price}. {description}", "{name}, {price}. {description}"),
    "spoken.availability": Text("{words}.", "{words}."),
    "spoken.sold-out": Text("not in stock", "nicht auf Lager"),
    "spoken.size": Text("Size: {size}.", "Maße: {size}."),
    "spoken.options": Text("Options:", "Optionen:"),
    "hint.options": Text("choose NUMBER lists the values of one.", "wähle NUMMER nennt die Werte von einer."),
    "spoken.option": Text("{group}: {value}", "{group}: {value}"),
    "spoken.values": Text("{group} of {product}:", "{group} von {product}:"),
    "hint.values": Text("The number alone takes one.", "Die Nummer allein nimmt einen Wert."),
    "spoken.chosen": Text("chosen", "gewählt"),
    "spoken.rules": Text("Good to know:", "Gut zu wissen:"),
    "spoken.stepped-back": Text("You step back from {product}.", "Sie treten zurück von: {product}."),
    "spoken.now": Text(
        "{product} now has {changes}. It costs {price}.", "{product} hat jetzt {changes}. Preis: {price}."
    ),
    "spoken.unchanged": Text("That is how it is already.", "So ist es schon."),
    "spoken.kept-for-later": Text(
        "There is no connection. Your choice is kept and sent when it is back.",
        "Es gibt keine Verbindung. Ihre Wahl ist gemerkt und wird gesendet, sobald sie zurück ist.",
    ),
    "spoken.kept": Text("Everything stays as it was.", "Alles bleibt, wie es war."),
    "spoken.refusal": Text("That does not go together. {sentence}", "Das passt nicht zusammen. {sentence}"),
    "spoken.ways": Text("Ways that work:", "So geht es:"),
    "hint.ways": Text("take NUMBER takes one.", "nimm NUMMER nimmt einen Weg."),
    "spoken.way": Text("{words} ({price})", "{words} ({price})"),
    "spoken.price": Text("Price of {product}:", "Preis von {product}:"),
    "spoken.line": Text("{name}: {amount}", "{name}: {amount}"),
    "spoken.code": Text("Code of this {product}: {code}", "Code für {product}: {code}"),
    "spoken.opened": Text("{product} now stands as in the code.", "{product} steht jetzt wie im Code."),
    # wish list
    "spoken.wishes": Text("Your wish list:", "Ihr Merkzettel:"),
    "spoken.wish": Text("{name}, {price}. {choices}. Code {code}", "{name}, {price}. {choices}. Code {code}"),
    "spoken.as-first-shown": Text("As first shown", "Wie zuerst gezeigt"),
    "spoken.wish-gone": Text("{code}: no longer offered like this", "{code}: so nicht mehr im Angebot"),
    "spoken.wishes-empty": Text("Your wish list is empty.", "Ihr Merkzettel ist leer."),
    "spoken.wished": Text("{name} is on your wish list, {price}.", "{name} steht auf Ihrem Merkzettel, {price}."),
    "spoken.wished-already": Text("That is on your wish list already.", "Das steht schon auf Ihrem Merkzettel."),
    "spoken.states": Text("What you can switch:", "Was Sie schalten können:"),
    "hint.states": Text("switch NUMBER does it.", "schalte NUMMER tut es."),
    "spoken.unwished": Text("{name} is off your wish list.", "{name} ist vom Merkzettel gestrichen."),
    "spoken.total": Text("Total: {price}", "Summe: {price}"),
    # talking
    "spoken.mentions": Text("{name} calls you: {text}", "{name} ruft Sie: {text}"),
    "spoken.says": Text("{name}: {text}", "{name}: {text}"),
    "spoken.says-privately": Text("{name}, to you alone: {text}", "{name}, nur zu Ihnen: {text}"),
    "spoken.you-say-privately": Text("You, to {name} alone: {text}", "Sie, nur zu {name}: {text}"),
    "spoken.the-adviser": Text("the adviser", "der Beratung"),
    "spoken.chat-empty": Text("Nobody has said anything yet.", "Noch hat niemand etwas gesagt."),
    "spoken.earlier": Text(
        "Lines said before you came: {count}. read tells them.",
        "Zeilen, bevor Sie kamen: {count}. lies liest sie vor.",
    ),
    "spoken.you-wave": Text("You wave.", "Sie winken."),
    "spoken.you-clap": Text("You clap.", "Sie klatschen."),
    "spoken.you-nod": Text("You nod.", "Sie nicken."),
    "spoken.you-laugh": Text("You laugh.", "Sie lachen."),
    "spoken.you-heart": Text("You send a heart.", "Sie senden ein Herz."),
    "spoken.you-point": Text("You point ahead.", "Sie zeigen nach vorn."),
    "spoken.wave": Text("{name} waves.", "{name} winkt."),
    "spoken.clap": Text("{name} claps.", "{name} klatscht."),
    "spoken.nod": Text("{name} nods.", "{name} nickt."),
    "spoken.laugh": Text("{name} laughs.", "{name} lacht."),
    "spoken.heart": Text("{name} sends a heart.", "{name} sendet ein Herz."),
    "spoken.point": Text("{name} points at something.", "{name} zeigt auf etwas."),
    "gesture.wave": Text("wave", "winken"),
    "gesture.clap": Text("clap", "klatschen"),
    "gesture.nod": Text("nod", "nicken"),
    "gesture.laugh": Text("laugh", "lachen"),
    "gesture.heart": Text("heart", "herz"),
    "gesture.point": Text("point", "zeigen"),
    # adviser
    "spoken.desk": Text("Service desk: {words}.", "Beratung: {words}."),
    "spoken.called": Text(
        "You have called. {position}. cancel stops waiting.",
        "Sie haben gerufen. {position}. abbrechen beendet das Warten.",
    ),
    "spoken.cancelled": Text("You no longer wait.", "Sie warten nicht mehr."),
    "spoken.came": Text(
        "{name} has come to you. What you say now, {name} alone can read; end closes the conversation.",
        "{name} ist zu Ihnen gekommen. Was Sie jetzt sagen, liest nur {name}; beenden schließt das Gespräch.",
    ),
    "spoken.ended": Text(
        "The conversation has ended. What you say, everybody here can read again.",
        "Das Gespräch ist beendet. Was Sie sagen, lesen wieder alle hier.",
    ),
    # desk
    "spoken.online": Text("You are online. {queue}", "Sie sind online. {queue}"),
    "spoken.away": Text("You take a break: nobody is sent to you.", "Sie machen Pause: Niemand kommt zu Ihnen."),
    "spoken.queue": Text("Waiting: {count}.", "Wartende: {count}."),
    "hint.queue": Text(
        "accept takes the first call whose line stands.", "annehmen nimmt den ersten Ruf, dessen Verbindung steht."
    ),
    "spoken.waiting": Text("{name}, {waits}, {looks_at}, {language}", "{name}, {waits}, {looks_at}, {language}"),
    "spoken.topic": Text('topic: "{topic}"', "Thema: „{topic}“"),
    "spoken.rings": Text("A call: {caller}. accept takes it.", "Ein Ruf: {caller}. annehmen nimmt ihn an."),
    "spoken.with-customer": Text(
        "You are with {name}, who {looks_at}. What you say, {name} alone can read.",
        "Sie sind bei {name} ({looks_at}). Was Sie sagen, liest nur {name}.",
    ),
    "spoken.changed-from-first": Text("Chosen so far: {choices}.", "Bisher gewählt: {choices}."),
    # what others do
    "news.joined": Text("{name} came in.", "{name} ist hereingekommen."),
    "news.left": Text("{name} has left.", "{name} ist gegangen."),
    "news.changed": Text(
        "{who} changed the {group} of {product} to {value}; it now costs {price}.",
        "{who} hat {product} geändert: {group} auf {value}. Preis jetzt {price}.",
    ),
    "news.changed-more": Text(
        "{who} changed {product}: {changes}. It now costs {price}.",
        "{who} hat {product} geändert: {changes}. Preis jetzt {price}.",
    ),
    "news.change": Text("{group} to {value}", "{group} auf {value}"),
    "news.somebody": Text("Somebody", "Jemand"),
    "news.looks": Text("{name} looks at {product}.", "{name} sieht sich {product} an."),
    "news.offline": Text(
        "The connection is lost; I am trying again. You can go on looking and configuring.",
        "Die Verbindung ist weg; ich versuche es weiter. Sie können weiter ansehen und konfigurieren.",
    ),
    "news.unreachable": Text(
        "The showroom at {server} does not answer; I am trying again.",
        "Der Showroom auf {server} antwortet nicht; ich versuche es weiter.",
    ),
    "news.refused-entry": Text(
        "The showroom does not let you in: {reason}", "Der Showroom lässt Sie nicht ein: {reason}"
    ),
    "news.online": Text("You are connected again.", "Sie sind wieder verbunden."),
    "news.new-products": Text("New on show: {names}.", "Neu zu sehen: {names}."),
    "news.gone-products": Text("No longer on show: {names}.", "Nicht mehr zu sehen: {names}."),
    "spoken.quiet": Text(
        "Quiet: I no longer tell what others do, only what is meant for you.",
        "Leise: Ich melde nicht mehr, was andere tun, nur was Ihnen gilt.",
    ),
    "spoken.not-quiet": Text("I tell again what others do.", "Ich melde wieder, was andere tun."),
    "spoken.language": Text("The language is English.", "Die Sprache ist Deutsch."),
    "spoken.goodbye": Text("Goodbye.", "Auf Wiedersehen."),
    # what did not work
    "failed.word": Text(
        'I do not know "{got}". ? lists what you can do.', "Ich kenne „{got}“ nicht. ? zeigt, was geht."
    ),
    "failed.word-like": Text(
        'I do not know "{got}". Did you mean: {names}?', "Ich kenne „{got}“ nicht. Meinten Sie: {names}?"
    ),
    "failed.ambiguous": Text('"{got}" could be: {names}.', "„{got}“ könnte sein: {names}."),
    "failed.nothing-called": Text(
        'There is no "{got}" here. There is: {names}.', "„{got}“ gibt es hier nicht. Es gibt: {names}."
    ),
    "failed.nothing-at-all": Text("There is nothing here to choose from.", "Hier gibt es nichts zur Wahl."),
    "failed.agents-only": Text("Only advisers can do that.", "Das können nur Beraterinnen und Berater."),
    "failed.shoppers-only": Text(
        "Advisers answer calls, they make none.", "Wer berät, nimmt Rufe an und ruft nicht selbst."
    ),
    "failed.no-product": Text(
        "Which product? look PRODUCT first; products lists them.",
        "Welches Produkt? Erst ansehen PRODUKT; produkte nennt sie.",
    ),
    "failed.no-value": Text(
        '{group} has no "{got}". It has: {names}.', "{group}: „{got}“ gibt es nicht. Es gibt: {names}."
    ),
    "failed.no-refusal": Text("There is no refused choice to settle.", "Es gibt keine abgelehnte Wahl zu klären."),
    "failed.no-words": Text("Say what? e.g. {example}", "Was denn? z. B. {example}"),
    "failed.not-yet": Text(
        "The showroom is not there yet; please wait.", "Der Showroom ist noch nicht da; bitte warten."
    ),
    "failed.no-way": Text("There is no way to walk there.", "Dorthin führt kein Weg."),
    "failed.no-answer": Text("The showroom did not answer in time.", "Der Showroom hat nicht rechtzeitig geantwortet."),
    "failed.not-waiting": Text("You do not wait for an adviser.", "Sie warten nicht auf Beratung."),
    "failed.no-conversation": Text("You are in no conversation.", "Sie sind in keinem Gespräch."),
    "failed.nothing-to-redo": Text("There is nothing to bring back.", "Es gibt nichts zu wiederholen."),
    "failed.nobody-waits": Text("Nobody is waiting.", "Niemand wartet."),
    "failed.not-heard": Text('No line with "{got}" came in time.', "Keine Zeile mit „{got}“ kam rechtzeitig."),
    "failed.code-malformed": Text(
        "This is no code. A code looks like 7KQ2-1134-X9.", "Das ist kein Code. Ein Code sieht so aus: 7KQ2-1134-X9."
    ),
    "failed.code-checksum": Text(
        "This code has a typing mistake in it; compare it with the original.",
        "In diesem Code ist ein Tippfehler; vergleichen Sie ihn mit dem Original.",
    ),
    "failed.code-other-product": Text(
        "This code belongs to no product of this shop.", "Dieser Code gehört zu keinem Produkt dieses Geschäfts."
    ),
    "failed.code-withdrawn": Text(
        "What this code holds is no longer offered.", "Was dieser Code enthält, wird nicht mehr angeboten."
    ),
    "failed.code-breaks-rules": Text(
        "What this code holds no longer goes together.", "Was dieser Code enthält, passt nicht mehr zusammen."
    ),
    "failed.changed-since": Text(
        "{got} has changed it since, so it cannot be taken back.",
        "{got} hat es seitdem geändert; darum geht es nicht zurück.",
    ),
    "failed.already-waiting": Text("You wait already; your place is kept.", "Sie warten schon; Ihr Platz bleibt."),
    "failed.in-conversation": Text("You are in a conversation already.", "Sie sind schon in einem Gespräch."),
    "failed.not-online": Text(
        "You do not take calls; go online first.", "Sie nehmen keine Rufe an; erst online gehen."
    ),
    "failed.visitor-away": Text(
        "This visitor's connection is lost; the place is kept.",
        "Die Verbindung dieser Person ist weg; der Platz bleibt.",
    ),
    "failed.already-taken": Text("Another adviser was faster.", "Jemand anders war schneller."),
}
"""Beside the sentences of `showroom.ui.texts`, which a listener needs as well."""


def knows(key: str) -> bool:
    """Whether there is such a sentence."""
    return key in SPOKEN or key in TEXTS


def tell(key: str, language: str, /, **fields: object) -> str:
    """Return the sentence `key` in `language` with its fields filled in; KeyError where there is no such sentence."""
    sentence = (SPOKEN.get(key) or TEXTS[key]).in_language(language)
    return sentence.format(**fields) if fields else sentence


def listed(names: list[str], language: str) -> str:
    """Names as a sentence lists them: ``Mia, Jonas and Eva``."""
    if len(names) <= 1:
        return "".join(names)
    return tell("spoken.and", language, first=", ".join(names[:-1]), last=names[-1])
