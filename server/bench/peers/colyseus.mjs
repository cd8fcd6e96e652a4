// A plain Colyseus application: everybody's pose is state, sent every 50 ms. With VIEW=1 each client has a StateView of
// the players in the 3x3 cells of 4 m around it.
import { Room, Server, matchMaker } from "@colyseus/core";
import { StateView, schema, t } from "@colyseus/schema";
import { WebSocketTransport } from "@colyseus/ws-transport";

const WITH_VIEW = process.env.VIEW === "1";
const CELL_M = 4;
const Player = schema({
  key: t.uint16(), n: t.uint16(), x: t.float32(), y: t.float32(), z: t.float32(),
  qx: t.float32(), qy: t.float32(), qz: t.float32(), qw: t.float32(),
}, "Player");
const State = schema({ players: WITH_VIEW ? t.map(Player).view() : t.map(Player) }, "State");
const cell = (value) => Math.floor(value / CELL_M);

class Bench extends Room {
  maxClients = 5000;
  state = new State();
  patchRate = 50;
  messages = {
    p: (client, pose) => {
      const player = client.userData;
      if (!player) return;
      [player.n, player.x, player.y, player.z, player.qx, player.qy, player.qz, player.qw] = pose;
    },
  };

  onJoin(client, options) {
    const player = new Player();
    player.key = options.key ?? 65535;
    player.x = options.x ?? 0;
    player.z = options.z ?? 0;
    player.n = 0;
    client.userData = player;
    this.state.players.set(client.sessionId, player);
    if (!WITH_VIEW) return;
    client.view = new StateView();
    for (const other of this.clients) {
      if (!other.userData || !near(player, other.userData)) continue;
      client.view.add(other.userData);
      if (other !== client) other.view?.add(player);
    }
    client.view.add(player);
  }

  onLeave(client) { this.state.players.delete(client.sessionId); }
}

function near(one, other) {
  return Math.abs(cell(one.x) - cell(other.x)) <= 1 && Math.abs(cell(one.z) - cell(other.z)) <= 1;
}

const server = new Server({ greet: false, transport: new WebSocketTransport({ pingInterval: 0 }) });
server.define("bench", Bench);
matchMaker.controller.exposedMethods = ["joinOrCreate"];
await server.listen(Number(process.env.PORT), "127.0.0.1");
console.log("ready");
