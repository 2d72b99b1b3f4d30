import Foundation
import Sipgate

// A menu: 0 repeats it, 1 is the voicemail, 2 rings extension 12, 3 hangs up. Enter the address at
// https://console.sipgate.com/webhooks/urls.
let environment = ProcessInfo.processInfo.environment
let address = environment["SIPGATE_WEBHOOK_SERVER_ADDRESS"] ?? "http://127.0.0.1:8080/"
// A key of your own lets you post events without the provider.
let signature = try environment["WEBHOOK_KEY"].map { try WebhookSignature(publicKeys: [$0]) } ?? .provider

/// What is remembered of a call while the caller chooses.
struct Visit: Codable {
    var caller: String
    var menusHeard = 1
}

let prompt = try AbsoluteURL("https://static.sipgate.com/examples/wav/example.wav")
let office = try CallResponse.DialTargets(targets: [DialTarget("12")])
let shown = try PhoneNumber("+49 123 456789")

let webhook = Webhook<Visit>(at: try AbsoluteURL(address), key: .random(), signature: signature) { call in
    guard !call.isVoicemail else { return .connect }
    print("New call from \(call.from) to \(call.to, default: "unknown")")
    return try .gather(play: prompt, timeout: .seconds(5), context: Visit(caller: "\(call.from)"))
} onAnswer: { call, visit in
    print("\(visit?.caller, default: "The call") was answered by \(call.user, default: "an unknown party")")
} onHangup: { call, visit in
    print("\(visit?.caller, default: "The call") was hung up with cause \(call.cause, default: "unknown")")
} onData: { pressed, visit in
    print("\(visit.caller) pressed \(pressed.input) in menu \(visit.menusHeard)")
    switch pressed.input {
    case .keys("0"):
        let again = Visit(caller: visit.caller, menusHeard: visit.menusHeard + 1)
        return try .gather(play: prompt, timeout: .seconds(5), context: again)
    case .keys("1"): return .voicemail
    case .keys("2"): return .dial(office, callerID: shown, anonymous: true)
    case .keys("3"): return .hangup
    default: return .connect
    }
}

try await webhook.serve(port: Int(environment["PORT"] ?? "") ?? 8080) { port in
    print("Server running at \(address), port \(port). Ready for calls.")
} onError: { error in
    print("Not answered: \(error)")
}
