// Colyseus' own client as a probe: writes key, sequence and CLOCK_MONOTONIC nanoseconds of every pose that it sees.
import { writeFileSync } from "node:fs";
import { Callbacks, Client } from "@colyseus/sdk";

const [url, path, x, z] = process.argv.slice(2);
const seen = [];
const room = await new Client(url).joinOrCreate("bench", { key: 65535, x: Number(x), z: Number(z) });
const callbacks = Callbacks.get(room);
callbacks.onAdd("players", (player) => {
  callbacks.listen(player, "n", (n) => { if (player.key !== 65535) seen.push([player.key, n, process.hrtime.bigint()]); });
});
let bytes = 0;
room.connection.transport.ws.on?.("message", (data) => { bytes += data.byteLength + (data.byteLength > 125 ? 4 : 2); });
const heard = [];
setInterval(() => heard.push([process.hrtime.bigint(), bytes]), 50);
process.on("SIGTERM", () => {
  writeFileSync(path, JSON.stringify({
    poses: seen.map(([key, n, at]) => [key, n, Number(at)]), bytes: heard.map(([at, total]) => [Number(at), total]),
  }));
  process.exit(0);
});
console.log("ready");
