import FoundationEssentials
import Sipgate
import Telephony

/// The address book.
extension SimulatedAccount {
    mutating func contacts(_ call: APICall) throws(APIRefusal) -> APIAnswer {
        switch (call.method, call.path.dropFirst().joined(separator: "/")) {
        case ("GET", ""):
            let numbers = call.values("phonenumbers")
            let found = contacts.filter { contact in
                numbers.isEmpty || numbers.contains { number in Self.numbers(of: contact).contains(number) }
            }
            let page = try call.page(most: 5000)
            return .items(Array(found.dropFirst(page.offset).prefix(page.limit)), total: found.count)
        case ("GET", let id): return APIAnswer(json: .object(contacts[try index(ofContact: id)]))
        case ("POST", ""): try add(try call.object())
        case ("POST", "import/csv"): try importCSV(try call.object())
        case ("PUT", let id) where !id.isEmpty:
            let index = try index(ofContact: id)
            contacts[index] = try Self.checked(try call.object(), id: id)
        // Removes all that this user may remove.
        case ("DELETE", ""): contacts = []
        case ("DELETE", let id): contacts.remove(at: try index(ofContact: id))
        default: throw .method
        }
        return .done
    }

    private func index(ofContact id: String) throws(APIRefusal) -> Int {
        guard let index = contacts.firstIndex(where: { $0["id"]?.text == id }) else { throw .notFound("contact") }
        return index
    }

    private static func numbers(of contact: JSONObject) -> [String] {
        (contact["numbers"]?.list ?? []).compactMap { $0.object?["number"]?.text }
    }

    private mutating func add(_ object: JSONObject) throws(APIRefusal) {
        contacts.append(try Self.checked(object, id: newID("c-")))
    }

    private static func checked(_ object: JSONObject, id: String) throws(APIRefusal) -> JSONObject {
        _ = try object.required("name")
        guard ["PRIVATE", "SHARED"].contains(try object.required("scope")) else {
            throw .invalid("scope must be PRIVATE or SHARED.", at: "scope")
        }
        for list in ["emails", "numbers", "addresses", "organization"] {
            guard let value = object[list], value != .null else { continue }
            guard value.list != nil else { throw .invalid("\(list) is not a list.", at: list) }
        }
        var contact = object
        contact["id"] = .text(id)
        // Both make up the name of a new contact, and are not listed.
        contact["family"] = nil
        contact["given"] = nil
        return contact
    }

    /// A table with a header; rows that lack a field are left out, as the API does without saying so.
    private mutating func importCSV(_ object: JSONObject) throws(APIRefusal) {
        let unreadable = APIRefusal(status: 500, title: "Internal Server Error", detail: "")
        guard let data = Data(base64Encoded: try object.required("base64Content")),
            let text = String(validating: data, as: UTF8.self)
        else { throw unreadable }
        let records = try? CSV.records(in: text, delimiter: .comma)
        let rows = (records ?? []).map { $0.fields.map(\.trimmed) }
        let header = rows.first?.map { $0.lowercased() } ?? []
        guard let first = header.firstIndex(of: "firstname"), let last = header.firstIndex(of: "lastname"),
            let number = header.firstIndex(of: "number"), rows.allSatisfy({ $0.count == header.count })
        else { throw unreadable }
        for row in rows.dropFirst() where ![first, last, number].contains(where: { row[$0].isEmpty }) {
            try add([
                "name": .text("\(row[first]) \(row[last])"), "scope": .text("PRIVATE"), "emails": .list([]),
                "addresses": .list([]), "organization": .list([]), "picture": .null,
                "numbers": .list([.object(["number": .text(row[number]), "type": .list([])])]),
            ])
        }
    }
}
