import CallFlow
import Foundation
import ProviderSimulator
import Support
import Synchronization
import Telephony
import Testing

/// A server that answers events as a test says, and a simulated network that calls it.
final class TestServer: Sendable {
    let api: LoopbackServer
    let url: String

    /// - Parameter answer: The form and its path, to a reply.
    init(_ answer: @escaping @Sendable ([String: String], LoopbackServer.Request) -> LoopbackServer.Reply) async throws
    {
        api = try await LoopbackServer { request in answer(Self.fields(request.text), request) }
        url = "http://127.0.0.1:\(api.port)"
    }

    /// The requests so far, as `POST event callId …` without what differs between runs.
    var events: [[String: String]] { api.requests.filter { $0.method == "POST" }.map { Self.fields($0.text) } }

    static func xml(_ content: String, subscribed url: String? = nil) -> LoopbackServer.Reply {
        let attributes = url.map { " onAnswer=\"\($0)/sipgate\" onHangup=\"\($0)/sipgate\"" } ?? ""
        return .answer(
            status: 200, headers: [("Content-Type", "application/xml")],
            body: "<Response\(attributes)>\(content)</Response>")
    }

    static func fields(_ form: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in form.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts[1].replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? ""
            let name = parts[0].removingPercentEncoding ?? ""
            fields[name] = fields[name].map { $0 + "," + value } ?? value
        }
        return fields
    }

    /// Plays calls on a day that takes no time.
    func play(
        _ calls: [ScriptedCall], signer: PushSigner? = nil, timeout: Duration = .seconds(20),
        credentials: String? = nil, publicURL: String? = nil
    ) async throws -> [PlayedCall] {
        let address = try PublicURL(url)
        let client = PushClient(
            TestedServer(
                address, publicURL: try publicURL.map { try PublicURL($0) } ?? address, credentials: credentials),
            signer: signer, timeout: timeout)
        let midnight = Moment(milliseconds: 1_767_568_400_000)
        let network = SimulatedNetwork(
            client, try Self.configuration(), clock: SkippingClock(from: midnight), seed: 1)
        let played = Mutex<[PlayedCall]>([])
        do {
            try await network.play(calls, from: midnight) { call in played.withLock { $0.append(call) } }
        } catch {
            await client.close()
            throw error
        }
        await client.close()
        return played.withLock { $0 }
    }

    static func configuration(_ text: String = standard) throws -> Configuration {
        let reading = ConfigurationFile.read(text, folder: "/nowhere", announcements: nil)
        return try #require(reading.configuration, "\(reading.problems.map(\.message))")
    }

    static let standard = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567: { menu: main }
          +49 211 1234568: [ { check: office, closed: hangup }, { caller: { +49 157*: hangup } }, connect ]
          +49 30 555*: connect
          outgoing: { +49 211 1234567: { dial: called-number } }
        menus: { main: { prompt: welcome, choices: { 1: connect, 23: hangup } } }
        schedules: { office: { hours: { mon-fri: 09:00-17:00 } } }
        """
}

extension ScriptedCall {
    /// From Jennifer to Doc.
    init(_ second: Int = 0, keys: [String]? = [], hangUp: Int? = nil, phone: Phone = .answers, lost: Set<Push> = [])
        throws
    {
        self.init(
            from: .number(try PhoneNumber("4930555001")), to: try PhoneNumber("492111234567"), second: second,
            keys: keys, hangUp: hangUp, phone: phone, lost: lost)
    }
}
