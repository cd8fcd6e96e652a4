// The relay that most examples show: every pose goes to everybody else as it comes.
import { createServer } from "node:http";
import { Server } from "socket.io";

const server = createServer();
const io = new Server(server, { transports: ["websocket"], perMessageDeflate: false, pingInterval: 600000 });
io.on("connection", (socket) => socket.on("pose", (pose) => socket.broadcast.emit("pose", pose)));
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
