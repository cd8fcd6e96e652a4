"""The shopper's and the adviser's client: owns everything of one visit, and draws it frame by frame."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from client.account_card import JOBS as ACCOUNT_JOBS
from client.account_card import AccountCard
from client.acting import Acting
from client.buying import JOBS, Buying
from client.cards import Cards
from client.company import Company
from client.comparing import Comparing
from client.doorway import Doorway
from client.ending import Ending
from client.entrance import Entrance
from client.framing import Framing
from client.inspecting import Inspecting
from client.intents import Fill, Rename, Write
from client.journal import Journal
from client.keeping import Keeping
from client.listening import Listening
from client.loading import Loader
from client.lobby import NOBODYS_NUMBER
from client.looks_card import Wardrobe
from client.mapping import VEIL_S, RoomMap
from client.model import ClientModel, passed
from client.net.cache import FileCache
from client.net.front import Front
from client.panels import Panels
from client.photo import Photo
from client.picture import Picture, wanted_quality
from client.player import shown_self
from client.render import png
from client.render.quality import LEVELS, LOW, SOFTWARE
from client.render.view import View
from client.room_poster import JOBS as POSTERS
from client.room_poster import RoomPoster
from client.running import Running
from client.scene.avatars import Crowd
from client.scene.marker import Marker
from client.scene.sight import sight_of
from client.scene.world import World
from client.senses import Senses
from client.settings import cache_path, load_settings, settings_path
from client.settings_card import SettingsCard
from client.steering import Steering, aim_of
from client.sync import Everybody, OwnPose
from client.trying import Trying
from client.ui.clipboard import Clipboard
from client.ui.keyboard import Input, Keyboard
from client.ui.screen import Screen
from client.unpacking import Unpacking
from client.visit import Visit
from client.wishing import WishList
from showroom.geometry import quaternion_from_gaze
from showroom.ui.verbs import verb_of_key

if TYPE_CHECKING:
    from client.cards import Card
    from client.options import Options

TITLE = "Showroom"
FRAME_S = 1 / 60
_LONGEST_FRAME_S = 1.0


class App:
    """One visit.

    Attributes:
        visit: what is going on.
        ending: how it ends that nobody has closed.

    Raises:
        Unavailable: ``no-display`` or ``no-graphics``.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        settings = load_settings(settings_path())
        self._keeping = Keeping(settings_path() if options.remember else None, settings)
        self._front = Front(options.server, market=settings.market if options.market is None else options.market)
        self._cache = FileCache(cache_path())
        self._loader = Loader()
        self.visit = Visit(
            language=options.language or settings.language,
            agent=options.user is not None,
            journal=Journal(options.events),
            clipboard=Clipboard(),
            name=options.name,
            avatar=options.avatar or settings.avatar,
            look=settings.look,
            model=ClientModel(muted=frozenset(settings.muted)),
        )
        kept_quality = LEVELS.get(settings.quality, LOW)
        quality = LEVELS[options.quality] if options.quality else SOFTWARE if options.offscreen else kept_quality
        if options.offscreen:
            self._view = View.offscreen(options.size_px, quality)
        else:
            self._view = View.in_window(TITLE, options.size_px, quality)
        self._screen = Screen(self._view.overlay, self._view.size_px)
        self.visit.clipboard.connect()
        self._keyboard = Keyboard(self._view.window) if self._view.window is not None else None
        self.ending = Ending(self.visit, self._view.window, self._take_leave)
        self._crowd = Crowd(self._view.scene)
        self._world = World(self._view, self._loader, self._fetch)
        self._own_pose = OwnPose()
        self._poses = Everybody()
        self._entrance = Entrance(options, self.visit, self._front, self._keeping)
        self._listening = Listening(
            self.visit, self._world, self._crowd, self._poses, self._entrance.enter, self._front
        )
        self._unpacking = Unpacking(self.visit, self._world, self._crowd, self._loader, self._front, self._fetch)
        self._acting = Acting(self.visit, self._world, self._crowd, self._screen, self._send)
        kept = settings.quality
        chosen = wanted_quality(options.quality, kept, offscreen=options.offscreen, drawn=self._view.quality.level)
        self._picture = Picture(self._view, self._world, self.visit, chosen, settings)
        self._acting.learn({"quality": self._picture.next_quality, "mood": self._picture.next_mood})
        self._lay_cards(options)
        self._doorway = Doorway(options, self.visit, self._world, self._front, settings)
        self._acting.learn({"next-hint": self._doorway.hints.next, "invite": self._doorway.invite})
        self._panels = Panels(
            self.visit, self._view, self._world, self._crowd, self._screen, self._cards, self._doorway
        )
        self._furnish()
        self._framing = Framing()
        self._marker = Marker(self._view.scene)
        self._listening.after_welcome += [
            self._acting.after_welcome,
            self._tell_pose_anew,
            self._company.after_welcome,
        ]
        self._running = Running(
            options.script, self.visit, self._world, self._acting, self._keep_picture, self._pass_to
        )
        self._frame = 0
        self._begun_s = time.monotonic()

    def _lay_cards(self, options: Options) -> None:
        """Everything that lies over the room when one asks for it."""
        room_map = RoomMap(self.visit, lambda: self._world.plan, self._acting.leave_inspect, self._pass_to)
        entrance = self._entrance
        account = AccountCard(self.visit, entrance.membership, self._front, self._loader, entrance.come_anew)
        self._unpacking.learn(ACCOUNT_JOBS, account.take)
        wish_list = WishList(self.visit, self._keeping, self._front, self._acting.intend, account.tell_wishes)
        comparing = Comparing(self.visit, self._acting.choose, self._acting.intend)
        self._senses = Senses(self.visit, self._world, self._screen, self._keeping, heard=not options.offscreen)
        wardrobe = Wardrobe(self.visit, self._send)
        settings_card = SettingsCard(
            self.visit,
            self._keeping,
            self._picture,
            self._acting.do,
            self._senses.apply,
            lambda: entrance.membership.email,
        )
        self._trying = Trying(self.visit, self._fetch, self._screen.mirror.show, options)
        cards: dict[str, Card] = {"map": room_map, "wishes": wish_list, "compare": comparing, "try-on": self._trying}
        cards |= {"looks": wardrobe.card, "settings": settings_card.card, "account": account.card}
        self._cards = Cards(self.visit, cards)
        self._acting.learn({"mute-sounds": settings_card.mute})
        self._acting.learn({**self._cards.verbs, **comparing.verbs, "wish": wish_list.add}, self._cards.intend)

    def _furnish(self) -> None:
        """Everything that one does with products and with others."""
        self._company = Company(
            self.visit, self._send, lambda: aim_of(self.visit, self._world, self._view), lambda: self._world.plan
        )
        self._listening.company = self._company.take
        self._panels.company = self._company
        self._inspecting = Inspecting(self.visit, self._world)
        self._steering = Steering(
            self.visit, self._view, self._world, self._acting, self._company, self._inspecting, self._pass_to
        )
        self._listening.has_come = self._steering.welcoming.expect
        self._buying = Buying(self.visit, self._front, self._loader)
        self._unpacking.learn(JOBS, self._buying.take)
        self._poster = RoomPoster(self.visit, self._world, self._loader, self._fetch, self._screen.poster.show)
        self._unpacking.learn(POSTERS, self._poster.take)
        self._photo = Photo(self.visit, self._view, os.environ)
        self._acting.learn(
            {**self._buying.verbs, **self._inspecting.verbs, **self._photo.verbs, **self._company.verbs},
            switch=self._inspecting.switch,
            explain=self._inspecting.details.explain,
        )
        if self._keyboard is not None:
            self._panels.expects_text = self._keyboard.expect_text
        self._panels.details = self._inspecting.details.marks
        self._panels.measures, self._panels.photo_hides = self._inspecting.measures, self._photo.hides
        self._panels.captions = self._senses.captions

    # ---- life ------------------------------------------------------------------------------------------------------

    def run(self) -> int:
        """Draw until the end; returns the exit status: 1 where the script failed.

        Raises:
            Rejected: the server does not let this person in.
        """
        if not self._doorway.is_open:
            self._entrance.begin()
        self._unpacking.ask_for_catalogue()
        last_s = time.monotonic()
        with self.ending:
            try:
                while not self._is_over():
                    now_s = time.monotonic()
                    self.step(now_s, min(_LONGEST_FRAME_S, now_s - last_s))
                    last_s = now_s
                    self._rest(now_s)
            finally:
                self.close()
        if self.visit.refusal is not None:
            raise self.visit.refusal
        return self.ending.status(1 if self._running.failed else 0)

    @property
    def failure(self) -> str:
        """Why the script was given up, empty where it was not."""
        return self._running.failed

    def close(self) -> None:
        """End threads, window and files."""
        self._take_leave()
        if self._keyboard is not None:
            self._keyboard.close()
        self._senses.close()
        self._trying.close()
        self._marker.close()
        self._world.close()
        self._crowd.release()
        self._screen.close()
        self._view.close()
        self.visit.journal.close()

    def _take_leave(self) -> None:
        """Say goodbye to the server, and keep what the next visit needs."""
        self.visit.journal.write("left", place=self.visit.player.position)
        self._entrance.close()
        self._loader.close()
        self._entrance.remember()
        self._picture.remember(self._keeping)
        self._doorway.hints.remember(self._keeping)

    def _is_over(self) -> bool:
        options = self._options
        if self.visit.refusal is not None:
            return True
        if options.frames and self._frame >= options.frames:
            return True
        if options.seconds and time.monotonic() - self._begun_s > options.seconds:
            return True
        if options.script and self._running.ended:
            return True
        if self.ending.has_come:
            return True
        return self._view.window is not None and self._view.window.is_closed()

    def _rest(self, begun_s: float) -> None:
        """A window waits for the display; offscreen nobody would."""
        spare_s = FRAME_S - (time.monotonic() - begun_s)
        if spare_s > 0:
            time.sleep(spare_s)

    # ---- one frame -------------------------------------------------------------------------------------------------

    def step(self, now_s: float, delta_s: float) -> None:
        """Take everything in, move, draw."""
        visit = self.visit
        begun_ns = time.monotonic_ns()
        for event in self._entrance.link.poll():
            self._listening.take(event, now_s)
        self._after_news()
        self._poster.step()
        self._doorway.step(now_s, self._entrance, self._crowd)
        self._doorway.accept(self._acting, self._acting.inspect)
        self._running.advance(now_s, delta_s)
        given = self._keyboard.read() if self._keyboard else Input()
        if given != Input():
            self._panels.wake()
        for key in given.pressed:
            self._press(key)
        if not self._doorway.is_open:
            self._steering.move(given, delta_s)
        self._animate(now_s, delta_s)
        camera = self._doorway.camera() or self._steering.camera()
        self._view.set_camera(camera.position, camera.target, camera.fov_deg)
        inspects = visit.player.orbit is not None and not visit.photo
        area = self._screen.beside_product() if inspects else None
        if self._framing.step(area, self._view.size_px, delta_s, calm=visit.calm):
            self._view.set_offset(*self._framing.offset)
        self._inspecting.step(delta_s)
        self._senses.frame(now_s, camera)
        self._draw_panels(now_s, delta_s)
        # Last, when every click is known: in the frame that shows one, nothing that has come is uploaded.
        self._unpacking.step(self._picture, self._listening, self._doorway)
        begun_ns = time.monotonic_ns()
        self._view.frame()
        self._frame += 1
        visit.journal.frame_done(self._frame, begun_ns)
        self._running.frame_done()
        self._photo.frame_done()

    def _after_news(self) -> None:
        visit = self.visit
        self._entrance.keep_ticket()
        if visit.wants_catalogue:
            visit.wants_catalogue = False
            self._unpacking.ask_for_catalogue()

    def _press(self, key: str) -> None:
        if self._cards.press(key) or self._doorway.press(key) or key == "leave-text":
            return
        if self._inspecting.details.press(key):
            return
        verb = verb_of_key(key)
        if verb is not None:
            self._acting.press(verb, key)

    def _animate(self, now_s: float, delta_s: float) -> None:
        shown = self._poses.shown(now_s)
        lobby = self._doorway.lobby()
        if lobby is not None:
            self._doorway.show(self._crowd)
            shown[NOBODYS_NUMBER] = lobby.shown
        player = self.visit.player
        self.visit.bodies = {number: (pose.position[0], pose.position[2]) for number, pose in shown.items()}
        self.visit.others = tuple(self.visit.bodies.values())
        self.visit.poses = shown
        if self.visit.model.you is not None and lobby is None:
            shown[self.visit.model.you] = shown_self(player)
        sight = sight_of(lobby.camera if lobby else player.camera, self._view.size_px, self._framing.offset[0])
        self._crowd.update(shown, sight, now_s, delta_s, mirrored=self._view.mirrors_people)
        if self.visit.model.connection == "online" and self.visit.arrived:
            position = (player.position[0], 0.0, player.position[1])
            due = self._own_pose.due(position, quaternion_from_gaze(player.heading, player.pitch), now_s)
            if due is not None:
                self._own_pose = due
                self._entrance.link.send_pose(due.sequence, due.position, due.rotation)

    def _tell_pose_anew(self) -> None:
        """A server that has just let us in does not know where we stand."""
        self._own_pose = OwnPose(sequence=self._own_pose.sequence)

    def _draw_panels(self, now_s: float, delta_s: float) -> None:
        visit = self.visit
        visit.offered = None
        if visit.inspected is None and not self._doorway.is_open:
            visit.offered = self._world.nearest(visit.player.position, visit.player.heading)
        self._world.focus(visit.inspected or visit.offered)
        self._world.fit_levels(visit.player.camera, self._view.size_px[1])
        self._marker.show(visit.stroll.goal if visit.stroll else None)
        self._trying.advance()
        for intent in self._panels.draw(now_s, delta_s):
            if isinstance(intent, Fill):
                self._doorway.fill(intent)
            elif isinstance(intent, Write):
                self._cards.write(intent)
            elif isinstance(intent, Rename):
                self._entrance.rename(intent.name)
            else:
                self._acting.intend(intent)

    # ---- the outside -----------------------------------------------------------------------------------------------

    def _send(self, message: object) -> None:
        self._entrance.link.send(message)  # type: ignore[arg-type] # Acting only makes client messages

    def _fetch(self, sha256: str) -> bytes:
        return self._cache.get(sha256, self._front.file)

    def _pass_to(self, room: str) -> None:
        """Leave this room for another one, through the door between them."""
        visit = self.visit
        if visit.inspected is not None:
            self._acting.leave_inspect()
        visit.journal.write("passed", room=room)
        visit.came_from, visit.stroll, visit.veil_s = visit.model.room, None, VEIL_S
        visit.model = passed(visit.model)
        self._poses.clear()
        self._crowd.keep_only(set())
        self._entrance.enter(room)

    def _keep_picture(self, name: str) -> None:
        if self._options.shots is not None:
            self._options.shots.mkdir(parents=True, exist_ok=True)
            (self._options.shots / f"{name}.png").write_bytes(png.encode(self._view.pixels()))
