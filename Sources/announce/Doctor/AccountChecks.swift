import CallFlow
import FoundationEssentials
import Sipgate

/// Checks of the account: login, webhook settings, and the provider's log.
struct AccountChecks {
    let options: AccountOptions
    let timeout: Duration

    /// An authenticated client, or the reason there is none.
    enum Login {
        case client(SipgateClient)
        case none(reason: String)
    }

    func logIn(_ report: DoctorReport) async -> Login {
        let client: SipgateClient
        do {
            guard let token = try options.token() else {
                report.add(.skipped(.login, "not logged in (`announce account login`)"))
                return .none(reason: "not logged in")
            }
            let settings = SipgateClient.Settings(
                address: try AccountOptions.apiAddress(), timeout: timeout, retries: .none)
            client = SipgateClient(.personalAccessToken(token), settings: settings)
        } catch let error as TokenError {
            report.add(.failed(.login, error.sentence, "Correct this, or run `announce account login` again."))
            return .none(reason: "not logged in")
        } catch {
            report.add(
                .failed(.login, (error as? SipgateError)?.sentence ?? "\(error)", "Correct ANNOUNCE_API_URL."))
            return .none(reason: "not logged in")
        }
        do throws(SipgateError) {
            let user = try await client.user.info()
            report.add(.ok(.login, "\(user.user) of account \(user.masterSIPID)"))
            return .client(client)
        } catch {
            report.add(.failed(.login, "the provider refused, or cannot be reached", error.sentence))
            return .none(reason: "not logged in")
        }
    }

    func run(_ report: DoctorReport, _ login: Login, _ setup: LocalSetup) async {
        guard case .client(let client) = login else {
            if case .none(let reason) = login {
                report.add(.skipped(.settings, reason))
                report.add(.skipped(.log, reason))
            }
            return
        }
        var isLogged = true
        do throws(SipgateError) {
            let webhooks = try await client.webhookSettings.get()
            isLogged = webhooks.isLogged
            report.add(settings(webhooks, setup))
        } catch {
            report.add(.failed(.settings, "the settings cannot be read", error.sentence))
        }
        do throws(SipgateError) {
            report.add(log(try await client.webhookLog.entries(), isLogged: isLogged, now: Date()))
        } catch {
            report.add(.failed(.log, "the log cannot be read", error.sentence))
        }
    }

    private func settings(_ webhooks: AccountWebhooks, _ setup: LocalSetup) -> Check {
        let wanted = setup.configuration.webhookAddress(setup.secrets).text
        let plan = setup.configuration.numbers
        guard webhooks.incomingURL == wanted else {
            return .failed(
                .settings, "incoming calls: \(webhooks.words(.incoming)), not \(maskedAddress(wanted))",
                "Run `announce account connect`.")
        }
        if webhooks.sources == .only([]) {
            return .failed(
                .settings, "no phone lines or groups are selected as sources, so no events are sent",
                "Select them at console.sipgate.com → Webhooks → Sources.")
        }
        guard plan.outgoing.entries.isEmpty || webhooks.outgoingURL == wanted else {
            return .failed(
                .settings,
                "outgoing calls: \(webhooks.words(.outgoing)), but \(setup.file) has `outgoing:`",
                "Run `announce account connect --outgoing`, or remove `outgoing:`.")
        }
        return .ok(.settings, "webhooks point here; sources: \(webhooks.sources.words)")
    }

    private func log(_ entries: [WebhookLogEntry], isLogged: Bool, now: Date) -> Check {
        // Entries without a readable date may be from today.
        let recent = entries.filter { $0.date.map { now.timeIntervalSince($0) < 86_400 } ?? true }
            .sorted { ($0.date ?? now) > ($1.date ?? now) }
        let errors = recent.filter(\.isError)
        guard let last = errors.first else {
            guard isLogged else { return .skipped(.log, "turned off (`announce account log --on`)") }
            return .ok(.log, recent.isEmpty ? "no entries in the last 24 hours" : "no errors in the last 24 hours")
        }
        let count = errors.count == 1 ? "1 error" : "\(errors.count) errors"
        let seen = "\(count) in the last 24 hours; \(last.created): \(last.outcome)"
        let remedy = "See `announce account log --errors`."
        guard recent.first?.isError == true else {
            return .warning(.log, "\(seen); no errors since", remedy)
        }
        return .failed(.log, seen, remedy)
    }
}
