/// Starts calls (`sessions/calls`) and controls active calls (`calls`).
///
/// The `callId` of a webhook event is the `RunningCall.ID` here.
public struct CallsModule: Sendable {
    let client: SipgateClient

    /// Rings `origin`, and once it is answered, calls `number`. The callee sees `callerID`, or without it the number
    /// set in the account's settings.
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

    /// Returns the active calls.
    public func running() async throws(SipgateError) -> [RunningCall] {
        try await client.receive(APIRequest(.get, "calls", scope: "rtcm:read"), as: RunningCalls.self).data
    }

    /// Hangs up a call.
    ///
    /// - Throws: `SipgateError.callNotFound`, like all following methods.
    public func hangUp(_ call: RunningCall.ID) async throws(SipgateError) {
        try await client.send(Self.request(.delete, call))
    }

    /// Holds or resumes a call.
    ///
    /// - Throws: `SipgateError.callNotEstablished` if the call was not answered yet.
    public func hold(_ call: RunningCall.ID, _ isHeld: Bool = true) async throws(SipgateError) {
        try await client.send(Self.request(.put, call, "hold").body(["value": isHeld]))
    }

    /// Mutes or unmutes a call.
    public func mute(_ call: RunningCall.ID, _ isMuted: Bool = true) async throws(SipgateError) {
        try await client.send(Self.request(.put, call, "muted").body(["value": isMuted]))
    }

    /// Starts recording a call. `announced`: whether the participants are informed, as the law of many countries
    /// requires.
    public func startRecording(_ call: RunningCall.ID, announced: Bool = true) async throws(SipgateError) {
        try await client.send(
            Self.request(.put, call, "recording").body(["value": true, "announcement": announced]))
    }

    /// Stops recording a call. `announced`: whether the participants are informed.
    public func stopRecording(_ call: RunningCall.ID, announced: Bool = true) async throws(SipgateError) {
        try await client.send(
            Self.request(.put, call, "recording").body(["value": false, "announcement": announced]))
    }

    /// Plays a sound to the participants. It must be mono, 16-bit PCM, 8 kHz WAV; the provider silently skips anything
    /// else.
    public func announce(_ sound: AbsoluteURL, on call: RunningCall.ID) async throws(SipgateError) {
        try await client.send(Self.request(.post, call, "announcements").body(["url": sound.text]))
    }

    /// Transfers a call. `attended`: speak to the callee first. The callee sees `callerID`, or without it the number
    /// set in the account's settings.
    public func transfer(
        _ call: RunningCall.ID, to number: PhoneNumber, attended: Bool = false, callerID: PhoneNumber? = nil
    ) async throws(SipgateError) {
        try await client.send(
            Self.request(.post, call, "transfer").body(
                TransferBody(
                    attended: attended, phoneNumber: number.description, callerId: callerID?.description)))
    }

    /// Sends DTMF tones.
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
