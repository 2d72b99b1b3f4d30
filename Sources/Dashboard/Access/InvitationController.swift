import HTTPListener
import HTTPTypes
import LocalFiles
import Sipgate

/// `/invitation/{secret}`: where a person who was invited chooses a password. The secret is the proof of who it is.
struct InvitationController {
    let access: AdminAccess

    func page(_ frame: AdminFrame, _ secret: String, problem: String? = nil) async -> Reply {
        guard let name = await access.invited(by: secret) else {
            return frame.refusal(Texts.Frame.notFound, .notFound, Texts.People.badLink)
        }
        let trouble: HTML? = problem.map { "<p class=\"bad\" role=\"alert\" id=\"problem\">\($0)</p>" }
        return frame.page(
            Texts.People.welcome(name), status: problem == nil ? .ok : .unprocessableContent, scripts: [],
            """
            <div class="card narrow"><h1>\(Texts.People.welcome(name))</h1><p>\(Texts.People.choose)</p>\(trouble)
            <form method="post" action="/invitation/\(secret.percentEncoded)">
            <input type="hidden" name="\(AdminFrame.tokenField)" value="\(frame.token)">
            <input class="hidden" type="text" name="username" value="\(name)" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>
            <label for="password">\(Texts.Login.password)</label>
            <input id="password" name="password" type="password" autocomplete="new-password" minlength="\(PasswordHash.shortest)" required autofocus>
            <p><button>\(Texts.People.set)</button></p></form></div>
            """)
    }

    /// - Returns: the reply, and the name of the person if the invitation was used.
    func accept(_ fields: FormFields, _ frame: AdminFrame, _ secret: String) async throws -> (Reply, String?) {
        do {
            guard let accepted = try await access.accept(secret, password: fields["password"] ?? "") else {
                return (frame.refusal(Texts.Frame.notFound, .notFound, Texts.People.badLink), nil)
            }
            var reply = Reply.seeOther("/")
            reply.fields[.setCookie] = accepted.cookie
            return (reply, accepted.name)
        } catch let error as PasswordLengthError {
            return (await page(frame, secret, problem: error.words), nil)
        } catch is StateFileError {
            return (await page(frame, secret, problem: Texts.People.notStored), nil)
        }
    }
}

extension PasswordLengthError {
    fileprivate var words: String {
        switch self {
        case .tooShort: Texts.People.tooShort
        case .tooLong: Texts.People.tooLong
        }
    }
}
