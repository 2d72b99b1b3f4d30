import FoundationEssentials
import Sipgate
import TelephoneAudio

/// A greeting of the voicemail box.
package struct VoicemailGreeting: Sendable {
    package let id: String
    /// The name that it was uploaded with.
    package let alias: String
    /// A WAV file.
    package let sound: [UInt8]
    /// Whether it is the one that callers hear.
    package internal(set) var isActive: Bool

    package init(id: String, alias: String, sound: [UInt8] = [], isActive: Bool = false) {
        (self.id, self.alias, self.sound, self.isActive) = (id, alias, sound, isActive)
    }

    var fields: JSONObject {
        [
            "id": .text(id), "alias": .text(alias), "greetingUrl": .text("https://api.sipgate.com/greetings/\(id)"),
            "active": .flag(isActive), "recordingEnabled": .flag(true),
        ]
    }
}

/// The voicemail box `v0` of the phone line `p0`, and that line's own webhook settings.
extension SimulatedAccount {
    /// The boxes; `v0` with the greeting that callers hear.
    var voicemails: [JSONObject] {
        let active = greetings.first { $0.isActive }
        return (lists[.voicemails] ?? []).map { box in
            guard box.text("id") == "v0" else { return box }
            return box.merging([
                "activeGreetingId": .text(active?.id ?? ""), "activeGreetingAlias": .text(active?.alias ?? ""),
            ]) { $1 }
        }
    }

    mutating func greetings(_ call: APICall, _ id: String?) throws(APIRefusal) -> APIAnswer {
        let index = id.flatMap { id in greetings.firstIndex { $0.id == id } }
        if id != nil, index == nil { throw .notFound("greeting") }
        switch (call.method, index) {
        case ("GET", nil): break
        case ("POST", nil): try addGreeting(try call.object())
        case ("PUT", let index?):
            let isActive = try call.object().flag("active")
            // One at a time.
            for other in greetings.indices where isActive || other == index {
                greetings[other].isActive = isActive && other == index
            }
            return .done
        case ("DELETE", let index?):
            greetings.remove(at: index)
            return .done
        default: throw .method
        }
        return .items(greetings.map(\.fields))
    }

    /// Takes a sound that the box can play: in the network's format, as everything else.
    private mutating func addGreeting(_ object: JSONObject) throws(APIRefusal) {
        let name = try object.required("filename")
        guard let bytes = Data(base64Encoded: try object.required("base64Content")),
            let decoded = try? NetworkDecoding([UInt8](bytes)), decoded.playability.plays
        else { throw .invalid("base64Content is not a mono 16-bit WAV file of 8 kHz.", at: "base64Content") }
        greetings.append(VoicemailGreeting(id: newID("g-"), alias: name, sound: [UInt8](bytes)))
    }

    mutating func lineSettings(_ call: APICall) throws(APIRefusal) -> APIAnswer {
        switch call.method {
        case "GET": return APIAnswer(json: .object(lineSettings))
        case "PUT":
            // Replaces all of them, so all must be there.
            let object = try call.object()
            for name in ["incomingActive", "outgoingActive", "log", "allowSelfSigned"] { _ = try object.flag(name) }
            for name in ["incomingUrl", "outgoingUrl"] { try Self.checkURL(name, in: object) }
            lineSettings = object
            return .done
        default: throw .method
        }
    }
}
