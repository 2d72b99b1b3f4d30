import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// SIGTERM: requests in progress are answered, and no client delays the end.
struct ServeShutdownTests {
    private func serve() throws -> ServedFolder {
        try ServedFolder("numbers: { +49 211 1234567: hangup }")
    }

    private func request(_ served: ServedFolder) throws -> [UInt8] {
        let form = Provider.form([("event", "newCall"), ("callId", "1"), ("from", "491"), ("to", "492111234567")])
        return try served.provider.request(form, to: "/sipgate").bytes
    }

    @Test("a request in progress is answered before the server stops", arguments: [SIGTERM, SIGINT])
    func midRequest(_ signal: CInt) throws {
        let served = try serve()
        let bytes = try request(served)
        let connection = try HTTPConnection(port: served.port)
        try connection.send(bytes.dropLast(10))
        // A whole exchange on another connection: by then the first has been read, too.
        #expect(try served.provider.newCall().action == "Hangup")
        served.program.send(signal)
        // New connections are refused.
        try served.program.poll("the closed door") { (try? HTTPConnection(port: served.port)) == nil }
        try connection.send(bytes.suffix(10))
        let answer = try connection.receive()
        #expect(answer.status == 200 && answer.text.contains("<Hangup/>"))
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
    }

    @Test("half a request delays the stop by less than 5 s, idle connections not at all") func stuck()
        throws
    {
        let served = try serve()
        let idle = try HTTPConnection(port: served.port)
        try idle.send(try request(served))
        #expect(try idle.receive().status == 200)
        let stuck = try HTTPConnection(port: served.port)
        try stuck.send(try request(served).dropLast(10))
        #expect(try served.provider.newCall().action == "Hangup")
        served.program.send(SIGTERM)
        #expect(try served.program.wait(within: .seconds(5)).status == 0)
        #expect(idle.isClosed())
    }
}
