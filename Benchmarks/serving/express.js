// The shape of the vendor's examples on Node.js: Express, a form parsed, three lines logged, one XML answer.
const express = require("express");
const bodyParser = require("body-parser");

const url = process.argv[3];
const app = express();
app.use(bodyParser.urlencoded({ extended: false }));

app.post("/sipgate", (request, response) => {
    const { event, from, to, direction } = request.body;
    console.log("from: " + from);
    console.log("to: " + to);
    console.log("direction: " + direction);
    if (event !== "newCall") {
        response.end();
        return;
    }
    response.set("Content-Type", "application/xml");
    response.send(`<?xml version="1.0" encoding="utf-8"?>
<Response onAnswer="${url}" onHangup="${url}">
    <Gather onData="${url}" maxDigits="4" timeout="4000">
        <Play>
            <Url>${url}/media/menu.wav</Url>
        </Play>
    </Gather>
</Response>`);
});

app.listen(Number(process.argv[2]), "127.0.0.1");
