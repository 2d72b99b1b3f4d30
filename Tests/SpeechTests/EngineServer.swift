import Foundation
import Support
import SystemPackage

/// Servers of both protocols in Python's standard library, apart from announce: they speak a tone, or do what a voice of a
/// hostile name says.
final class EngineServer: Sendable {
    let wyoming: Int
    let http: Int
    private let process: pid_t
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let script = try folder.write(Array(Self.script.utf8), to: "engines.py").string
        let (input, output) = (try folder.write([], to: "in").string, try folder.write([], to: "out").string)
        process = try Spawning.start(["/usr/bin/env", "python3", script]) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY, 0)
        }
        let deadline = ContinuousClock.now + .seconds(60)
        var ports: [Int] = []
        while ports.count < 2, ContinuousClock.now < deadline {
            let text = String(decoding: try folder.bytes(of: "out"), as: UTF8.self)
            if text.hasSuffix("\n") { ports = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) } }
            usleep(20_000)
        }
        guard ports.count == 2 else { throw Tool.Failure.notInstalled("python3") }
        (wyoming, http) = (ports[0], ports[1])
    }

    deinit {
        kill(process, SIGKILL)
        _ = Spawning.wait(for: process)
    }

    private static let script = #"""
        import http.server, io, json, math, os, socketserver, struct, threading, time, wave

        def tone(rate=22050, channels=1, level=9000):
            samples = []
            for index in range(rate):
                value = int(level * (0.5 + 0.5 * math.sin(index / rate * 25)) * math.sin(index / rate * 2000))
                samples += [value] * channels
            return struct.pack('<%dh' % len(samples), *samples)

        def wav(rate=22050, channels=1, level=9000):
            out = io.BytesIO()
            with wave.open(out, 'wb') as file:
                file.setnchannels(channels); file.setsampwidth(2); file.setframerate(rate)
                file.writeframes(tone(rate, channels, level))
            return out.getvalue()

        class Wyoming(socketserver.StreamRequestHandler):
            def event(self, type, data=None, payload=b'', inline=True):
                header = {'type': type, 'version': '1.10.2'}
                body = b''
                if data and inline: header['data'] = data
                elif data:
                    body = json.dumps(data).encode(); header['data_length'] = len(body)
                if payload: header['payload_length'] = len(payload)
                self.wfile.write(json.dumps(header).encode() + b'\n' + body + payload); self.wfile.flush()
            def handle(self):
                question = json.loads(self.rfile.readline())
                if question['type'] == 'describe':
                    voices = [{'name': 'joe', 'version': '1.2.0', 'languages': ['en']}]
                    return self.event('info', {'asr': [], 'tts': [{'name': 'stand-in', 'version': '3', 'voices': voices}]}, inline=False)
                voice = question['data']['voice'].get('name') or ''
                format = {'rate': 22050, 'width': 2, 'channels': 1}
                if voice == 'hang': time.sleep(1000)
                if voice == 'none': return self.event('error', {'text': 'Unknown voice: none', 'code': 'ValueError'})
                if voice == 'text': return self.wfile.write(b'HTTP/1.1 400 Bad Request\n\n')
                if voice == 'lies': return self.wfile.write(b'{"type": "audio-chunk", "payload_length": 99999999999}\n')
                self.event('audio-start', format, inline=voice != 'separate')
                sound = tone()
                if voice == 'dies': return self.event('audio-chunk', format, sound[:2000])
                while voice == 'endless': self.event('audio-chunk', format, sound)
                if voice == 'mute': sound = bytes(len(sound))
                for start in range(0, len(sound), 2048):
                    self.event('audio-chunk', format, sound[start:start + 2048], inline=voice != 'separate')
                self.event('audio-stop')

        class Speech(http.server.BaseHTTPRequestHandler):
            busy = set()
            def log_message(self, *args): pass
            def answer(self, status, type, body):
                self.send_response(status); self.send_header('Content-Type', type)
                self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)
            def do_POST(self):
                question = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
                voice, key = question['voice'], self.headers.get('Authorization')
                if self.path == '/closed/v1/audio/speech' and key != 'Bearer right':
                    return self.answer(401, 'application/json', b'{"error": {"message": "Incorrect API key provided"}}')
                assert question['model'] and question['input'] and question['response_format'] == 'wav'
                if voice == 'hang': time.sleep(1000)
                if voice == 'none': return self.answer(404, 'application/json', b'{"detail": "Voice none not found"}')
                if voice == 'text': return self.answer(200, 'text/html', b'<html>Hello</html>')
                if voice == 'busy' and question['input'] not in Speech.busy:
                    Speech.busy.add(question['input']); return self.answer(503, 'text/plain', b'loading')
                if voice == 'elsewhere':
                    self.send_response(302); self.send_header('Location', 'http://127.0.0.1:1/'); self.end_headers(); return
                if voice == 'dies':
                    self.send_response(200); self.send_header('Content-Type', 'audio/wav')
                    self.send_header('Content-Length', '100000'); self.end_headers(); self.wfile.write(wav()[:1000]); return
                if voice == 'endless':
                    self.send_response(200); self.send_header('Content-Type', 'audio/wav'); self.end_headers()
                    while True: self.wfile.write(wav())
                if voice == 'mute': return self.answer(200, 'audio/wav', wav(level=0))
                self.answer(200, 'audio/wav', wav(192000, 2) if voice == 'studio' else wav())

        class Threads(socketserver.ThreadingTCPServer):
            daemon_threads = True
        servers = [Threads(('127.0.0.1', 0), Wyoming), Threads(('127.0.0.1', 0), Speech)]
        for server in servers: threading.Thread(target=server.serve_forever, daemon=True).start()
        print(*[server.server_address[1] for server in servers], flush=True)
        # The tests share one server, which ends with their process.
        tests = os.getppid()
        while os.getppid() == tests: time.sleep(0.2)

        """#
}
