import AnnounceServer
import CallFlow
import Dashboard
import FoundationEssentials
import HTTPListener
import Hosting
import ServerProbe
import Telephony
import Webhook

/// Sends a forged call and a test call to the webhook through the public address.
struct WebhookChecks {
    let setup: LocalSetup
    let client: PublicClient

    typealias Outcome = Result<PublicClient.Answer, PublicClient.RequestError>

    /// - Returns: whether a server answered.
    func run(_ report: DoctorReport) async -> Bool {
        let isSigned = setup.configuration.webhook.requiresSignature
        let forged: Outcome? = isSigned ? await post(signed: nil) : nil
        let start = Moment.now
        // No second request to a server that did not answer the first.
        let isSilent = if case .failure? = forged { true } else { false }
        let trial: Outcome? = isSilent ? nil : await post(signed: setup.secret.map { TestCallSignature(secret: $0) })
        report.add(clock(trial ?? forged, around: start))
        report.add(forgeries(forged))
        report.add(answer(trial ?? forged))
        guard case .success? = trial ?? forged else { return false }
        return true
    }

    /// Posts a test call that is signed with the secret; nil if there is none.
    func trial() async -> Outcome? {
        guard let secret = setup.secret else { return nil }
        return await post(signed: TestCallSignature(secret: secret))
    }

    // MARK: Requests

    /// Posts a test call to a configured number.
    ///
    /// - Parameter signature: nil to send a forged call without one.
    private func post(signed signature: TestCallSignature?) async -> Outcome {
        let id = TestCallSignature.callIDPrefix + String(UInt64.random(in: .min ... .max), radix: 16)
        let form = Array("event=newCall&direction=in&from=anonymous&to=\(called)&callId=\(id)".utf8)
        var headers = [("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")]
        if let signature { headers.append((TestCallSignature.fieldName, signature.text(for: form, at: .now))) }
        // A password is never sent unencrypted; the row of public-url reports that.
        if client.url.scheme == "https" || client.url.isLoopback,
            let basic = setup.configuration.webhook.basicAuthentication, let password = setup.secrets.password
        {
            let code = Data("\(basic.user):\(password)".utf8).base64EncodedString()
            headers.append(("Authorization", "Basic \(code)"))
        }
        do throws(PublicClient.RequestError) {
            return .success(try await client.send(.post, "/sipgate", headers, body: form))
        } catch {
            return .failure(error)
        }
    }

    private var called: String {
        setup.configuration.numbers.incoming.numbers(1).first?.digits ?? ExampleConfiguration.number.filter(\.isNumber)
    }

    // MARK: Rows

    private func clock(_ outcome: Outcome?, around start: Moment) -> Check {
        guard case .success(let answer)? = outcome else { return .skipped(.clock, "the server does not answer") }
        guard let date = answer.header("date").flatMap({ HTTPDate.seconds(in: $0) }) else {
            return .warning(.clock, "the answer has no Date header", "Configure the proxy to forward the Date header.")
        }
        // The Date header has whole seconds, at any moment between request and answer.
        let (early, late) = (Int(start.milliseconds / 1000) - 1, Int(Moment.now.milliseconds / 1000) + 1)
        let off = date < early ? date - early : date > late ? date - late : 0
        let seen =
            off == 0
            ? "same as the server's"
            : "the server's clock is \(abs(off)) s \(off > 0 ? "ahead of" : "behind") this machine's"
        let remedy = "Synchronize both clocks (timedatectl set-ntp true); schedules and certificates depend on them."
        return abs(off) > 30
            ? .failed(.clock, seen, remedy) : abs(off) > 5 ? .warning(.clock, seen, remedy) : .ok(.clock, seen)
    }

    private func forgeries(_ outcome: Outcome?) -> Check {
        switch outcome {
        case nil:
            return .warning(
                .forgeries, "events need no signature, so anyone can forge them",
                "Set webhook: { signature: required }, unless access is restricted to the provider in another way.")
        case .failure(let failure)?: return unanswered(.forgeries, failure)
        case .success(let answer)? where answer.status == 403: return .ok(.forgeries, "an unsigned call is refused")
        case .success(let answer)? where answer.status == 200:
            return .failed(
                .forgeries, "an unsigned call is answered, although \(setup.file) says `signature: required`",
                "Another server or an older configuration is running there. Restart it with this one.")
        case .success(let answer)?: return unexpected(.forgeries, answer)
        }
    }

    private func answer(_ outcome: Outcome?) -> Check {
        let answer: PublicClient.Answer
        switch outcome {
        case nil: return .skipped(.trial, "no secret to authenticate a test call with")
        case .failure(let failure)?: return unanswered(.trial, failure)
        case .success(let success)?: answer = success
        }
        guard answer.status != 403 else {
            return .failed(
                .trial, answer.words,
                "The server uses another secret. Run the doctor with the server's --state (or position key), as its user, with "
                    + "a correct clock.")
        }
        guard answer.status == 200 else { return unexpected(.trial, answer) }
        let type = answer.header("content-type") ?? "none"
        guard type.lowercased().hasPrefix("application/xml"),
            answer.body.starts(with: Array("<?xml".utf8)), answer.body.contains(Array("<Response".utf8))
        else {
            return .failed(
                .trial, "the answer is not an answer to a call (content type \(type))",
                "Something else answers at \(client.url)/sipgate: correct the proxy or public-url.")
        }
        let took = "answered in \(answer.took / .milliseconds(1), decimals: 0) ms"
        guard answer.took < .seconds(4) else {
            return .failed(
                .trial, took,
                "The caller hears silence meanwhile, and the provider gives up after ten seconds. Find out what is slow."
            )
        }
        guard answer.took < .seconds(1) else {
            return .warning(.trial, took, "The caller hears silence meanwhile. Check the server's load and the proxy.")
        }
        return .ok(.trial, took)
    }

    private func unanswered(_ name: Check.Name, _ failure: PublicClient.RequestError) -> Check {
        .failed(
            name, failure.words,
            "Check that `announce serve` runs and that a proxy, if any, forwards \(client.url)/sipgate to it. `announce serve` "
                + "logs each event.")
    }

    private func unexpected(_ name: Check.Name, _ answer: PublicClient.Answer) -> Check {
        let remedy =
            switch answer.status {
            case 300..<400:
                "The provider does not follow redirects: set public-url to the target, or configure the proxy to forward."
            case 401:
                "A proxy requires a password, or the server another one than `webhook: basic-auth`."
            default: "\(client.url)/sipgate must reach announce: correct the proxy or public-url."
            }
        return .failed(name, answer.words, remedy)
    }
}

extension DefaultStringInterpolation {
    fileprivate mutating func appendInterpolation(_ value: Double, decimals: Int) {
        appendInterpolation(decimalText(value, decimals))
    }
}
