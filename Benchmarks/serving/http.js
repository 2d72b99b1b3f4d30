// The least that answers a call on Node.js: no framework, nothing logged, one text for everybody.
const http = require("node:http");

const answer = `<?xml version="1.0" encoding="utf-8"?>
<Response onAnswer="${process.argv[3]}" onHangup="${process.argv[3]}">
    <Gather onData="${process.argv[3]}" maxDigits="4" timeout="4000">
        <Play>
            <Url>${process.argv[3]}/media/menu.wav</Url>
        </Play>
    </Gather>
</Response>`;

http.createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
        const event = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
        if (event.get("event") !== "newCall") {
            response.end();
            return;
        }
        response.writeHead(200, { "Content-Type": "application/xml", "Content-Length": Buffer.byteLength(answer) });
        response.end(answer);
    });
}).listen(Number(process.argv[2]), "127.0.0.1");
