import CallFlow
import HTTPListener
import HTTPTypes
import LocalFiles
import Logging
import NIOPosix
import Sipgate
import Telephony
import Webhook

/// `/users`: who has a login, and with which role. For owners.
struct UsersController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(title: Texts.People.title, path: "/users", place: .advanced(about: Texts.People.about))
    }

    let users: StateFile<DashboardUsers>
    /// Nil: no password can be set.
    let passwords: StateFile<PasswordHash>?
    /// Whose customers people may see.
    let live: VisiblePlan
    let isSecure: Bool
    let now: @Sendable () -> Moment
    let logger: Logger

    var routes: [AdminRoute] {
        [
            .get("/users") { await page($0) },
            .form("/users", limit: 1 << 12) { try await invite($0, $1) },
            .get("/users/{user}") { await person($0) },
            .form("/users/{user}/role", limit: 1 << 16) { try await change($0, $1) },
            .form("/users/{user}/link", limit: 1 << 12) { request, _ in try await link(request) },
            .form("/users/{user}/remove", limit: 1 << 12) { request, _ in try await remove(request) },
        ]
    }

    private func invite(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let (name, role) = ((fields["name"] ?? "").trimmed, fields["role"].flatMap { Role(rawValue: $0) } ?? .reader)
        guard await hasPassword else { return await page(request) }
        let customers: [String]?
        do throws(NoSuchCustomer) {
            customers = try chosen(fields)
        } catch {
            return await page(request, note: Self.bad(Texts.Customers.noneChosen))
        }
        let outcome = try await changing { users -> Result<String, InvitationRefusal> in
            do throws(InvitationRefusal) {
                return .success(try users.invite(name, as: role, customers: customers, at: now()))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let secret)?: return await page(request, note: note(for: name, secret, request))
        case .failure(let refusal)?: return await page(request, note: Self.bad(Texts.People.refused(refusal)))
        case nil: return await page(request, note: Self.bad(Texts.People.notStored))
        }
    }

    private func link(_ request: AdminRequest) async throws -> Reply {
        let name = request["user"]
        let secret = try await changing { users in users.inviteAgain(name, at: now()) }
        guard case let secret?? = secret else { return await page(request) }
        return await page(request, note: note(for: name, secret, request))
    }

    private func change(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        let name = request["user"]
        guard let role = fields["role"].flatMap({ Role(rawValue: $0) }) else { return await page(request) }
        // The short form in the list is about the role alone.
        let isWhole = fields["customers"] != nil
        let customers: [String]?
        do throws(NoSuchCustomer) {
            customers = try chosen(fields)
        } catch {
            return await person(request, note: Self.bad(Texts.Customers.noneChosen), status: .unprocessableContent)
        }
        let outcome = try await changing { users -> Result<Bool, InvitationRefusal> in
            do throws(InvitationRefusal) {
                let kept = users[name]?.customers
                return .success(try users.change(name, to: role, customers: isWhole ? customers : kept))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(true)?:
            return await page(request, note: Self.good(Texts.People.changed(name, role) + words(customers, isWhole)))
        case .failure(let refusal)?: return await page(request, note: Self.bad(Texts.People.refused(refusal)))
        case .success(false)?: return await page(request)
        case nil: return await page(request, note: Self.bad(Texts.People.notStored))
        }
    }

    /// The customers of the configuration, by their titles.
    private var customers: [Customer] {
        live.whole.configuration.customers.values.sorted { ($0.title, $0.name) < ($1.title, $1.name) }
    }

    /// The customers that a form names; nil for all. Names that do not exist never mean all.
    private func chosen(_ fields: FormFields) throws(NoSuchCustomer) -> [String]? {
        guard fields["customers"] != "all" else { return nil }
        let names = Set(fields.values(of: "customer").filter { !$0.isEmpty }).sorted()
        let known = live.whole.configuration.customers
        guard names.allSatisfy({ known[$0] != nil }), !names.isEmpty || fields["customers"] != "some" else {
            throw NoSuchCustomer()
        }
        return names.isEmpty ? nil : names
    }

    private struct NoSuchCustomer: Error {}

    private func title(_ name: String) -> String { live.whole.configuration.customers[name]?.title ?? name }

    private func words(_ customers: [String]?, _ isShown: Bool) -> String {
        isShown ? " " + (customers.map { Texts.list($0.map(title)) } ?? Texts.Customers.all) + "." : ""
    }

    private func remove(_ request: AdminRequest) async throws -> Reply {
        let name = request["user"]
        guard try await changing({ users in users.remove(name) }) == true else { return await page(request) }
        return await page(request, note: Self.good(Texts.People.removed(name)))
    }

    /// - Returns: nil if the change cannot be stored; the log says why.
    private func changing<Value: Sendable>(
        _ change: @escaping @Sendable (inout DashboardUsers) -> Value
    ) async throws -> Value? {
        try await WaitingThreads.run { [users, logger] in
            do throws(StateFileError) {
                var value: Value?
                try users.change { old in
                    var users = old ?? DashboardUsers()
                    value = change(&users)
                    return users
                }
                return value
            } catch {
                logger.error("The dashboard's logins cannot be changed: \(error)")
                return nil
            }
        }
    }

    private var hasPassword: Bool {
        get async {
            guard let passwords else { return false }
            return (try? await NIOThreadPool.singleton.runIfActive { try passwords.read() }) ?? nil != nil
        }
    }

    // MARK: The page

    private static func good(_ text: String) -> HTML { "<p class=\"good\" role=\"status\">\(text)</p>" }
    private static func bad(_ text: String) -> HTML { "<p class=\"bad\" role=\"alert\">\(text)</p>" }

    /// The link, which nothing shows again.
    private func note(for name: String, _ secret: String, _ request: AdminRequest) -> HTML {
        let link = "\(isSecure ? "https" : "http")://\(request.head.authority ?? "localhost")/invitation/\(secret)"
        return """
            <div class="good" role="status"><p>\(Texts.People.link(name))</p>\
            <p><input id="link" type="text" readonly value="\(link)" aria-label="Link"></p></div>
            """
    }

    private func page(_ request: AdminRequest, note: HTML? = nil) async -> Reply {
        let users = (try? await NIOThreadPool.singleton.runIfActive { [users] in try users.read() }) ?? nil
        let rows = (users?.users ?? []).map { row($0, request) }
        let table: HTML? =
            rows.isEmpty
            ? nil
            : """
            <div class="scroll"><table class="stack"><thead><tr><th scope="col">\(Texts.People.name)</th>\
            <th scope="col">\(Texts.People.role)</th>\(customers.isEmpty ? nil : "<th scope=\"col\">\(Texts.Customers.customer)</th>" as HTML)\
            <th scope="col">\(Texts.People.state)</th><td></td></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
        let invite: HTML =
            await hasPassword
            ? request.form(
                "/users", kind: "card narrow",
                """
                <h2>\(Texts.People.inviteTitle)</h2><label for="name">\(Texts.People.name)</label>
                <input id="name" name="name" maxlength="60" required autocomplete="off">
                <label for="role">\(Texts.People.role)</label>
                <select id="role" name="role">\(options(.switching))</select>\(customerChoice)
                <p><button>\(Texts.People.invite)</button></p>
                """) : "<p class=\"note\">\(Texts.People.noPassword)</p>"
        return request.page(
            Texts.People.title,
            "<h1>\(Texts.People.title)</h1><p>\(Texts.People.introduction)</p>\(note)\(table)\(invite)<dl class=\"roles\">\(explanations)</dl>"
        )
    }

    /// The customer of a new person. Several are chosen on the person's page.
    private var customerChoice: HTML? {
        guard !customers.isEmpty else { return nil }
        let items = customers.map { "<option value=\"\($0.name)\">\($0.title)</option>" as HTML }
        return """

            <label for="customer">\(Texts.Customers.customer)</label>
            <select id="customer" name="customer"><option value="">\(Texts.Customers.all)</option>\(items)</select>
            """
    }

    private func customerCell(_ user: DashboardUsers.User, _ path: String) -> HTML? {
        guard !customers.isEmpty || user.customers != nil else { return nil }
        let words = user.customers.map { Texts.list($0.map(title)) } ?? Texts.Customers.all
        return """
            <td>\(words) <a href="\(path)">\(Texts.Customers.choose) <span class="hidden">\(user.name)</span></a></td>
            """
    }

    /// `/users/{user}`: the role and the customers of a person.
    private func person(
        _ request: AdminRequest, note: HTML? = nil, status: HTTPResponse.Status = .ok
    ) async -> Reply {
        let users = (try? await NIOThreadPool.singleton.runIfActive { [users] in try users.read() }) ?? nil
        guard let user = users?[request["user"]] else {
            return request.frame.refusal(Texts.Frame.notFound, .notFound, Texts.Customers.unknown)
        }
        let chosen = Set(user.customers ?? [])
        let known = customers.map { (name: $0.name, title: $0.title) }
        // People of customers that the file no longer has see nothing, until others are chosen.
        let gone = chosen.subtracting(known.map(\.name)).sorted().map { name -> HTML in
            "<li class=\"faint\">\(name) (\(Texts.Customers.gone))</li>"
        }
        let boxes = known.map { name, title -> HTML in
            """
            <li><label class="inline"><input type="checkbox" name="customer" value="\(name)"\
            \(if: chosen.contains(name), "checked")> \(title)</label></li>
            """
        }
        let fields: HTML = """
            <label for="role">\(Texts.People.role)</label><select id="role" name="role">\(options(user.role))</select>
            <fieldset><legend>\(Texts.Customers.customers)</legend><p class="faint">\(Texts.Customers.help)</p>
            <p><label class="inline"><input type="radio" name="customers" value="all"\(if: user.customers == nil, "checked")> \
            \(Texts.Customers.all)</label></p>
            <p><label class="inline"><input type="radio" name="customers" value="some"\(if: user.customers != nil, "checked")> \
            \(Texts.Customers.some)</label></p><ul class="checks">\(boxes)\(gone)</ul></fieldset>
            <p><button>\(Texts.People.changeRole)</button></p>
            """
        let title = Texts.Customers.change(user.name)
        return request.page(
            title, status: status,
            """
            <p><a href="/users">\(Texts.People.title)</a></p><h1>\(title)</h1>\(note)\
            \(request.form("/users/\(user.name.percentEncoded)/role", kind: "card narrow", fields))
            """)
    }

    private var explanations: [HTML] {
        Role.allCases.map { "<dt>\(Texts.People.role($0))</dt><dd>\(Texts.People.explanation($0))</dd>" }
    }

    private func options(_ chosen: Role) -> [HTML] {
        Role.allCases.map { role in
            "<option value=\"\(role.rawValue)\"\(if: role == chosen, "selected")>\(Texts.People.role(role))</option>"
        }
    }

    private func row(_ user: DashboardUsers.User, _ request: AdminRequest) -> HTML {
        let path = "/users/\(user.name.percentEncoded)"
        let state =
            user.hasPassword
            ? Texts.People.active
            : user.invitation.map { $0.until > now() } ?? false ? Texts.People.invited : Texts.People.expired
        return """
            <tr><th scope="row">\(user.name)</th><td>\(request.form(
                "\(path)/role", kind: "row",
                "<select name=\"role\" aria-label=\"\(Texts.People.role)\">\(options(user.role))</select><button class=\"quiet\">\(Texts.People.changeRole)</button>"
            ))</td>\(customerCell(user, path))<td>\(state)</td><td>\(request.form("\(path)/link", kind: "inline", "<button class=\"quiet\">\(Texts.People.again)</button>"))\
            \(request.form("\(path)/remove", kind: "inline", "<button class=\"quiet\">\(Texts.People.remove)</button>"))</td></tr>
            """
    }
}
