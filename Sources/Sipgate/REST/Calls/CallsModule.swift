/// Starts calls (`sessions/calls`), and handles those that are going on (`calls`).
///
/// A call's `callId` in a webhook is its `RunningCall.ID` here.
public struct CallsModule: Sendable {
    let client: SipgateClient

    /// Rings at `origin`, and when somebody answers there, calls `number`. The called see `callerID`, without it what the
    /// account's settings say.
    ///
    /// - Throws: `SipgateError.invalidCall`, `.insufficientFunds`, `.callerNotAccessible`.
    public func start(
        to number: PhoneNumber, from origin: CallOrigin, callerID: PhoneNumber? = nil
    ) async throws(SipgateError) -> CallSession.ID {
        let body = NewCallBody(
            caller: origin.caller, callee: number.description, callerId: callerID?.description,
            deviceId: origin.device?.value.text)
        let request = APIRequest(.post, "sessions", "calls", scope: "sessions:calls:write").body(body).meaning {
            switch $0.status {
            case 400: .invalidCall($0)
            case 403: .callerNotAccessible($0)
            default: nil
            }
        }
        return try await client.receive(request, as: CallSession.self).id
    }

    /// The calls that are going on.
    public func running() async throws(SipgateError) -> [RunningCall] {
        try await client.receive(APIRequest(.get, "calls", scope: "rtcm:read"), as: RunningCalls.self).data
    }

    /// Ends a call.
    ///
    /// - Throws: `SipgateError.callNotFound`, as all that follow.
    public func hangUp(_ call: RunningCall.ID) async throws(SipgateError) {
        try await client.send(Self.request(.delete, call))
    }

    /// Holds a call, or takes it back.
    ///
    /// - Throws: `SipgateError.callNotEstablished` where nobody has answered it yet.
    public func hold(_ call: RunningCall.ID, _ isHeld: Bool = true) async throws(SipgateError) {
        try await client.send(Self.request(.put, call, "hold").body(["value": isHeld]))
    }

    /// Mutes a call, or unmutes it.
    public func mute(_ call: RunningCall.ID, _ isMuted: Bool = true) async throws(SipgateError) {
        try await client.send(Self.request(.put, call, "muted").body(["value": isMuted]))
    }

    /// Starts recording a call, `announced` to the participants or not; the law of many countries demands it.
    public func startRecording(_ call: RunningCall.ID, announced: Bool = true) async throws(SipgateError) {
        try await client.send(
            Self.request(.put, call, "recording").body(["value": true, "announcement": announced]))
    }

    /// Stops recording a call, `announced` to the participants or not.
    public func stopRecording(_ call: RunningCall.ID, announced: Bool = true) async throws(SipgateError) {
        try await client.send(
            Self.request(.put, call, "recording").body(["value": false, "announcement": announced]))
    }

    /// Plays a sound to the participants: mono, 16-bit PCM, 8 kHz WAV; anything else is skipped without a word.
    public func announce(_ sound: AbsoluteURL, on call: RunningCall.ID) async throws(SipgateError) {
        try await client.send(Self.request(.post, call, "announcements").body(["url": sound.text]))
    }

    /// Passes a call on; where it is `attended`, the two talk first. The called see `callerID`, without it what the account's
    /// settings say.
    public func transfer(
        _ call: RunningCall.ID, to number: PhoneNumber, attended: Bool = false, callerID: PhoneNumber? = nil
    ) async throws(SipgateError) {
        try await client.send(
            Self.request(.post, call, "transfer").body(
                TransferBody(
                    attended: attended, phoneNumber: number.description, callerId: callerID?.description)))
    }

    /// Presses keys.
    public func press(_ keys: DTMFKeys, on call: RunningCall.ID) async throws(SipgateError) {
        try await client.send(Self.request(.post, call, "dtmf").body(["sequence": keys.text]))
    }

    private static func request(
        _ method: APIRequest.Method, _ call: RunningCall.ID, _ what: String? = nil
    ) -> APIRequest {
        var request = APIRequest(method, "calls", call.text, scope: "rtcm:write")
        if let what { request.path.append(what) }
        return request.meaning {
            switch $0.status {
            case 404: .callNotFound(call, $0)
            case 409: .callNotEstablished(call, $0)
            default: nil
            }
        }
    }
}

private struct NewCallBody: Encodable {
    var caller: String
    var callee: String
    var callerId: String?
    var deviceId: String?
}

private struct TransferBody: Encodable {
    var attended: Bool
    var phoneNumber: String
    var callerId: String?
}

private struct RunningCalls: Decodable {
    var data: [RunningCall]
}
