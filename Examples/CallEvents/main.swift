import Foundation
import Sipgate

// Prints what happens on calls. Enter the address at https://console.sipgate.com/webhooks/urls.
let environment = ProcessInfo.processInfo.environment
let address = environment["SIPGATE_WEBHOOK_SERVER_ADDRESS"] ?? "http://127.0.0.1:8080/"
// A key of your own lets you post events without the provider.
let signature = try environment["WEBHOOK_KEY"].map { try WebhookSignature(publicKeys: [$0]) } ?? .provider

let webhook = Webhook(at: try AbsoluteURL(address), signature: signature) { call in
    print("New call from \(call.from) to \(call.to, default: "unknown")")
    return .connect
} onAnswer: { call in
    print("The call was answered by \(call.user, default: "an unknown party")")
} onHangup: { call in
    print("The call was hung up with cause \(call.cause, default: "unknown")")
}

try await webhook.serve(port: Int(environment["PORT"] ?? "") ?? 8080) { port in
    print("Server running at \(address), port \(port). Ready for calls.")
} onError: { error in
    print("Not answered: \(error)")
}
