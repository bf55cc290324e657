// The official client as a process: a command a line on standard input, an answer or an event a line on standard output.
// node official.mjs ADDRESS TOKEN TRANSPORT [MODULE…]
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [address, token, transport, modules, extra] = process.argv.slice(2);
const require = createRequire(modules);
const signalr = require("@microsoft/signalr");
const say = (what) => process.stdout.write(JSON.stringify(what) + "\n");

const builder = new signalr.HubConnectionBuilder()
  .withUrl(address, { transport: signalr.HttpTransportType[transport], accessTokenFactory: () => token })
  .configureLogging(signalr.LogLevel.None)
  // As by default, but for the seconds in between.
  .withAutomaticReconnect(Array(100).fill(50));
if (extra === "messagepack") {
  builder.withHubProtocol(new (require("@microsoft/signalr-protocol-msgpack").MessagePackHubProtocol)());
}
if (extra === "stateful") {
  builder.withStatefulReconnect();
}
const hub = builder.build();
for (const name of ["ReceiveMessage", "ReceiveMediaMessage", "ChatStatusChanged", "MessageStatusChanged", "ChatCreated"]) {
  hub.on(name, (...args) => say({ event: name, arguments: args }));
}
hub.onreconnecting(() => say({ event: "reconnecting" }));
hub.onreconnected(() => say({ event: "reconnected" }));
hub.onclose((error) => say({ event: "closed", error: error?.message ?? null }));

try {
  await hub.start();
  say({ event: "connected" });
} catch (error) {
  say({ event: "failed", error: error.message });
  process.exit(0);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { call, stream, send, arguments: args = [] } = JSON.parse(line);
  if (call) {
    hub.invoke(call, ...args).then(
      (result) => say({ event: "result", result: result ?? null }),
      (error) => say({ event: "error", error: error.message }),
    );
  } else if (send) {
    await hub.send(send, ...args);
  } else if (stream) {
    hub.stream(stream, ...args).subscribe({
      next: (item) => say({ event: "item", item }),
      complete: () => say({ event: "complete" }),
      error: (error) => say({ event: "error", error: error.message }),
    });
  }
}
await hub.stop();
process.exit(0);
