import Sipgate
package import Telephony

/// Past calls, voicemails, SMS and faxes.
extension SimulatedAccount {
    /// Adds a call that has ended.
    package mutating func addCall(
        from: String, to: String, isIncoming: Bool, isMissed: Bool, isVoicemail: Bool, callID: String, seconds: Int,
        at moment: Moment
    ) {
        let direction: HistoryItem.Direction =
            isIncoming ? (isMissed ? .missedIncoming : .incoming) : (isMissed ? .missedOutgoing : .outgoing)
        history.insert(
            HistoryItem(
                id: newID("h-"), kind: isVoicemail ? .voicemail : .call, direction: direction, source: from, target: to,
                created: moment, duration: seconds, callID: callID), at: 0)
    }

    mutating func history(_ call: APICall) throws(APIRefusal) -> APIAnswer {
        switch (call.method, call.path.dropFirst().first) {
        case ("GET", nil):
            let found = try filtered(call)
            let page = try call.page(most: 1000)
            return .items(found.dropFirst(page.offset).prefix(page.limit).map(\.fields), total: found.count)
        case ("GET", "export"?): return try exported(call)
        case ("GET", let id?): return try entry(id)
        case ("PUT", let id?):
            let index = try index(of: id)
            try change(index, try call.object())
        case ("PUT", nil):
            let changes = try call.objects()
            guard changes.count <= 150 else { throw .invalid("More than 150 entries.") }
            for change in changes {
                guard change["note"] ?? .null == .null else {
                    throw .invalid("A note can be changed of one entry only.", at: "note")
                }
                try self.change(try index(of: try change.required("id")), change)
            }
        case ("DELETE", let id?): history.remove(at: try index(of: id))
        case ("DELETE", nil):
            // Without ids, all of them.
            let ids = call.values("id")
            history.removeAll { ids.isEmpty || ids.contains($0.id) }
        default: throw .method
        }
        return .done
    }

    private func index(of id: String) throws(APIRefusal) -> Int {
        guard let index = history.firstIndex(where: { $0.id == id }) else { throw .notFound("entry") }
        return index
    }

    private mutating func entry(_ id: String) throws(APIRefusal) -> APIAnswer {
        let index = try index(of: id)
        let answer = APIAnswer(json: .object(history[index].fields))
        // A fax goes on while it is looked at.
        switch history[index].fields["faxStatusType"] {
        case .text("PENDING"): history[index].fields["faxStatusType"] = .text("SENDING")
        case .text("SENDING"): history[index].fields["faxStatusType"] = .text("SENT")
        default: break
        }
        return answer
    }

    private mutating func change(_ index: Int, _ object: JSONObject) throws(APIRefusal) {
        var item = history[index]
        for name in ["archived", "read", "starred"] where (object[name] ?? .null) != .null {
            item.fields[name] = .flag(try object.flag(name))
        }
        if let note = object["note"], note != .null {
            guard note.text != nil else { throw .invalid("note is not a text.", at: "note") }
            item.fields["note"] = note
        }
        item.fields["lastModified"] = .text(Self.text(now))
        history[index] = item
    }

    private func filtered(_ call: APICall) throws(APIRefusal) -> [HistoryItem] {
        let known: Set = [
            "types", "directions", "archived", "starred", "from", "to", "phonenumber", "offset", "limit",
            "connectionIds",
        ]
        for (name, _) in call.query where !known.contains(name) { throw .invalid("Unknown filter \(name).", at: name) }
        var kinds: Set<HistoryItem.Kind> = []
        for text in call.values("types") {
            let kind = HistoryItem.Kind(rawValue: text)
            guard HistoryItem.kinds.contains(kind) else { throw .invalid("Unknown type.", at: "types") }
            kinds.insert(kind)
        }
        var directions: Set<HistoryItem.Direction> = []
        for text in call.values("directions") {
            let direction = HistoryItem.Direction(rawValue: text)
            guard HistoryItem.directions.contains(direction) else {
                throw .invalid("Unknown direction.", at: "directions")
            }
            directions.insert(direction)
        }
        func time(_ name: String) throws(APIRefusal) -> Int64? {
            guard let text = call.value(name) else { return nil }
            guard let time = Self.milliseconds(text) else { throw .invalid("\(name) is not a time.", at: name) }
            return time
        }
        let (from, to) = (try time("from"), try time("to"))
        let archived = try call.choice("archived", ["true": true, "false": false])
        let starred = try call.choice("starred", ["STARRED": true, "UNSTARRED": false])
        let lines = call.values("connectionIds")
        let number = call.value("phonenumber")
        return history.filter { item in
            (kinds.isEmpty || kinds.contains(item.kind)) && (directions.isEmpty || directions.contains(item.direction))
                && (archived ?? item.isArchived) == item.isArchived && (starred ?? item.isStarred) == item.isStarred
                && (lines.isEmpty || item.lines.contains { lines.contains($0) })
                && (from == nil && to == nil
                    || item.created.map { (from ?? .min) <= $0 && (to ?? .max) >= $0 } ?? false)
                && (number.map { item.source.hasSuffix($0) || item.target.hasSuffix($0) } ?? true)
        }
    }

    private func exported(_ call: APICall) throws(APIRefusal) -> APIAnswer {
        guard call.value("phonenumber") == nil else { throw .invalid("Unknown filter phonenumber.", at: "phonenumber") }
        let page = try call.page(most: 1000)
        let found = try filtered(call).dropFirst(page.offset).prefix(call.value("limit") == nil ? 1000 : page.limit)
        let columns = ["id", "type", "direction", "source", "target", "created"]
        let rows = found.map { item in columns.map { item.fields.text($0) }.joined(separator: ";") }
        return APIAnswer(text: ([columns.joined(separator: ";")] + rows).joined(separator: "\n") + "\n")
    }
}

extension APICall {
    /// One of some values; nil: the name is not there.
    fileprivate func choice(_ name: String, _ choices: [String: Bool]) throws(APIRefusal) -> Bool? {
        guard let text = value(name) else { return nil }
        guard let choice = choices[text] else { throw .invalid("\(name) has an unknown value.", at: name) }
        return choice
    }
}
