import Foundation
import FoundationXML
import ProviderSimulator
import Support
import SystemPackage
import Telephony
import Testing

/// The telephone provider: posts what happens on calls to a server, reads its answers, and fetches what it is to play.
///
/// Forms, headers and signatures are those of the product's stand-in for the provider. They are sent byte by byte, so that a test can
/// change any of them, and answers are read twice: by the stand-in, which refuses what the provider would not take, and by an XML
/// parser that has nothing to do with it.
struct Provider {
    /// How `public-url` begins; addresses that do not are refused, since they would be unreachable.
    static let publicURL = "https://phone.example.test/ann"

    let port: Int
    /// Nil: events are not signed.
    var signer: PushSigner?

    /// A call that comes in, with the form as it is seen on the wire.
    ///
    /// - Parameter from: nil: the field is left out, as it was seen.
    func newCall(
        from: String? = "4915799912345", to: String = "492111234567", callID: String = "E7C2A9D04B15F388",
        direction: String = "in"
    ) throws -> XMLAnswer {
        let leg = PushForm.Leg(
            callID: callID, xcid: Self.xcid(of: callID), direction: try #require(CallDirection(rawValue: direction)),
            from: Caller(from ?? ""), to: to)
        let form = PushForm.newCall(leg, users: [.jürgen])
        return try xml(Self.text(from == nil ? form.without("from") : form), to: "/sipgate")
    }

    /// 16 hexadecimal digits, one text for each call (FNV-1a, 64 bits).
    private static func xcid(of callID: String) -> String {
        let hash = callID.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(format: "%016lX", hash)
    }

    private static func text(_ form: PushForm) -> String { String(decoding: form.bytes, as: UTF8.self) }

    /// What was pressed, sent where the last answer said; nil: the field is left out.
    func dtmf(_ keys: String?, after answer: XMLAnswer, callID: String = "E7C2A9D04B15F388") throws -> XMLAnswer {
        let address = try #require(answer.onData)
        return try xml(Self.text(.keys(keys, callID: callID)), to: try Self.path(of: address))
    }

    /// Posts a form that has to be answered with XML.
    func xml(_ form: String, to path: String) throws -> XMLAnswer {
        let answer = try post(form, to: path)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.header("content-type")?.hasPrefix("application/xml") == true)
        let seen = try XMLAnswer(answer.body)
        let read = try PushAnswer(xml: answer.body)
        #expect(read.onAnswer == seen.onAnswer && read.onHangup == seen.onHangup)
        #expect(read.action?.element == seen.action && !read.hasMoreActions)
        return seen
    }

    func post(_ form: String, to path: String, headers: [(name: String, value: String)] = []) throws -> HTTPAnswer {
        let connection = try HTTPConnection(port: port)
        try connection.send(try request(form, to: path, headers: headers))
        return try connection.receive()
    }

    /// As the provider sends it, signed where there is a key.
    func request(
        _ form: String, to path: String, headers: [(name: String, value: String)] = []
    ) throws -> HTTPRequest {
        var fields: [(name: String, value: String)] = [
            ("User-Agent", PushClient.userAgent)
        ]
        fields += try PushClient.headers(of: Array(form.utf8), signer)
        return HTTPRequest(method: "POST", path: path, headers: fields + headers, body: Array(form.utf8))
    }

    /// Fetches what an answer tells to play, as another program than the one that posts: no credentials, no signature.
    func fetch(_ address: String) throws -> HTTPAnswer {
        let connection = try HTTPConnection(port: port)
        try connection.send(HTTPRequest(path: try Self.path(of: address)))
        return try connection.receive()
    }

    /// The path of an address below the public one.
    static func path(of address: String) throws -> String {
        try #require(address.hasPrefix(publicURL + "/"), "\(address)")
        return String(address.dropFirst("https://phone.example.test".count))
    }

    /// A form that the stand-in would not send, or one for another server.
    static func form(_ fields: [(name: String, value: String?)]) -> String {
        func encoded(_ text: String) -> String {
            text.utf8.map { byte in
                let isPlain =
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                return isPlain ? String(UnicodeScalar(byte)) : byte == 0x20 ? "+" : String(format: "%%%02X", byte)
            }.joined()
        }
        return fields.compactMap { name, value in value.map { encoded(name) + "=" + encoded($0) } }
            .joined(separator: "&")
    }

    /// By openssl, which knows nothing of the stand-in's signer.
    static func signature(of body: [UInt8], key: FilePath) throws -> String {
        let raw = try Tool.require("openssl", ["dgst", "-sha256", "-sign", key.string], input: body).output
        return Data(raw).base64EncodedString()
    }
}

extension PushAnswer.Action {
    /// Its element in the answer.
    fileprivate var element: String {
        switch self {
        case .dial, .voicemail: "Dial"
        case .play: "Play"
        case .gather: "Gather"
        case .reject: "Reject"
        case .hangup: "Hangup"
        }
    }
}

/// An answer of the webhook, well-formed.
struct XMLAnswer: Equatable {
    /// The name of the one element in `Response`; nil where there is none.
    var action: String?
    /// What is played, in a `Play` alone or within a `Gather`.
    var url: String?
    var onData: String?
    var onAnswer: String?
    var onHangup: String?
    var maxDigits: Int?
    var timeout: Int?
    var numbers: [String] = []
    var isVoicemail = false
    var reason: String?
    var callerID: String?

    init(_ body: [UInt8]) throws {
        let document = try XMLDocument(data: Data(body))
        let root = try #require(document.rootElement())
        #expect(root.name == "Response")
        onAnswer = root.attribute(forName: "onAnswer")?.stringValue
        onHangup = root.attribute(forName: "onHangup")?.stringValue
        let children = (root.children ?? []).compactMap { $0 as? XMLElement }
        #expect(children.count <= 1)
        guard let element = children.first else { return }
        action = element.name
        let play = element.name == "Play" ? element : element.elements(forName: "Play").first
        url = play?.elements(forName: "Url").first?.stringValue
        onData = element.attribute(forName: "onData")?.stringValue
        maxDigits = element.attribute(forName: "maxDigits")?.stringValue.flatMap { Int($0) }
        timeout = element.attribute(forName: "timeout")?.stringValue.flatMap { Int($0) }
        numbers = element.elements(forName: "Number").compactMap(\.stringValue)
        isVoicemail = !element.elements(forName: "Voicemail").isEmpty
        reason = element.attribute(forName: "reason")?.stringValue
        callerID = element.attribute(forName: "callerId")?.stringValue
    }

    /// What the announcement played is called: `closed` of `…/media/closed-0123456789abcdef.wav`.
    var announcement: String? {
        guard let file = url?.split(separator: "/").last, let dash = file.lastIndex(of: "-") else { return nil }
        return String(file[..<dash])
    }
}
