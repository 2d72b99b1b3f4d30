import Sipgate
import Telephony

/// Control of calls that go on.
extension SimulatedAccount {
    mutating func calls(_ call: APICall) throws(APIRefusal) -> APIAnswer {
        guard call.path.count > 1 else {
            guard call.method == "GET" else { throw .method }
            let list = APIAnswer(json: .object(["data": .list(calls.map { .object($0.fields) })]))
            for index in calls.indices { calls[index].isEstablished = true }
            return list
        }
        guard let index = calls.firstIndex(where: { $0.id == call.path[1] }) else { throw .notFound("call") }
        switch (call.method, call.path.dropFirst(2).joined(separator: "/")) {
        case ("DELETE", ""): end(index)
        case ("PUT", "muted"): calls[index].isMuted = try call.object().flag("value")
        case ("PUT", "hold"):
            guard calls[index].isEstablished else {
                throw APIRefusal(status: 409, title: "Conflict", detail: "The call was not answered yet.")
            }
            calls[index].isHeld = try call.object().flag("value")
        case ("PUT", "recording"):
            let object = try call.object()
            _ = try object.flag("announcement")
            calls[index].isRecorded = try object.flag("value")
        case ("POST", "announcements"):
            guard (try? AbsoluteURL(try call.object().required("url"))) != nil else {
                throw .invalid("url is not a URL.", at: "url")
            }
        case ("POST", "transfer"):
            let object = try call.object()
            _ = try object.flag("attended")
            calls[index].to = try object.number("phoneNumber")
        case ("POST", "dtmf"):
            let keys = try call.object().required("sequence")
            guard keys.allSatisfy({ "0123456789ABCD#*".contains($0) }) else {
                throw .invalid("sequence has other signs than 0-9, A-D, # and *.", at: "sequence")
            }
            calls[index].keys += keys
        default: throw .notFound("address")
        }
        return .done
    }

    private mutating func end(_ index: Int) {
        let call = calls.remove(at: index)
        history.insert(
            HistoryItem(
                id: newID("h-"), kind: .call, direction: .outgoing, source: call.from, target: call.to ?? "",
                created: now,
                duration: 1, callID: call.id), at: 0)
    }
}
