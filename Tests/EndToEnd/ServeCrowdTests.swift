import Foundation
import Glibc
import Support
import Testing

/// Crowds of clients that take places, time or memory: no call is lost meanwhile, and the server ends when it is told to.
struct ServeCrowdTests {
    /// Opens connections that behave in one way and keeps them open; prints "there" when they are.
    private static let crowd = """
        import resource, socket, sys, threading, time
        port, kind, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        whole = b"GET /x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n"
        post = b"POST /sipgate HTTP/1.1\\r\\nHost: a\\r\\nContent-Type: application/x-www-form-urlencoded\\r\\nContent-Length: 500\\r\\n\\r\\n"
        first = {"idle": b"", "keep-alive": whole, "slow headers": whole[:20], "slow bodies": post, "pipelined": whole}[kind]
        clients = []
        def flood(client):
            try:
                while True: client.sendall(whole * 1000)
            except OSError: pass
        for _ in range(count):
            client = socket.create_connection(("127.0.0.1", port))
            if first: client.sendall(first)
            if kind == "pipelined": threading.Thread(target=flood, args=(client,), daemon=True).start()
            clients.append(client)
        print("there", flush=True)
        while True:
            for client in clients:
                try:
                    if kind.startswith("slow"): client.send(b"x")
                except OSError: pass
            time.sleep(0.5)

        """

    @Test(
        "2,000 clients that hold their places, two that send without reading, and 200 at a limit of 64 files",
        arguments: [
            ("idle", 2000, nil), ("keep-alive", 2000, nil), ("slow headers", 2000, nil), ("slow bodies", 2000, nil),
            ("pipelined", 2, nil), ("idle", 200, 64), ("slow headers", 200, 64),
        ] as [(String, Int, Int?)])
    func crowd(_ kind: String, _ count: Int, _ files: Int?) throws {
        let served = try ServedFolder(
            "numbers: { +49 211 1234567: hangup }",
            wrapper: files.map { ["/bin/sh", "-c", "ulimit -n \($0); exec \"$@\"", "sh"] } ?? [])
        try served.folder.write(Array(Self.crowd.utf8), to: "crowd.py")
        let crowd = try RunningProgram(
            ["/usr/bin/python3", "crowd.py", "\(served.port)", kind, "\(count)"], in: served.folder.path,
            input: .nothing)
        try crowd.poll("the crowd") { try crowd.outputSoFar().contains("there") }
        let form = Provider.form([("event", "newCall"), ("callId", "1"), ("from", "491"), ("to", "492111234567")])
        let request = try served.provider.request(form, to: "/sipgate")
        var times: [Duration] = []
        for _ in 0..<300 {
            let start = ContinuousClock.now
            let connection = try HTTPConnection(port: served.port)
            try connection.send(request)
            #expect(try connection.receive().status == 200)
            times.append(ContinuousClock.now - start)
        }
        times.sort()
        // Nobody waits until a place becomes free by itself, which takes ten seconds at least.
        #expect(times[299] < .seconds(5), "\(times[150]), \(times[297]), \(times[299])")
        served.program.send(SIGTERM)
        #expect(try served.program.wait(within: .seconds(10)).status == 0)
        withExtendedLifetime(crowd) {}
    }
}
