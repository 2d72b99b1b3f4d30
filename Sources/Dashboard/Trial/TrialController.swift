import CallFlow
import CallLog
import FoundationEssentials
import HTTPListener
import HTTPTypes
import NIOCore
import Sipgate
import Telephony
import Webhook

/// `/try`: a simulated telephone, whose calls are answered by the same code as real ones.
///
/// Without scripts every step is a form, and the page carries the call; with them, the script posts one event at a time to
/// `/try/event` and plays the sounds. Either way the server is stateless: the position of the call travels in tokens, as
/// with the provider. `/media/…` serves the published files as on the public listener.
struct TrialController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(title: Texts.Advanced.trial, path: "/try", place: .advanced(about: Texts.Advanced.aboutTrial))
    }
    static let script = AdminAsset("trial.js", PackageResources.trial_js)

    private let live: VisiblePlan
    private let now: @Sendable () -> Moment
    private let provider: TrialProvider
    private let media: PublishedMedia
    private let recording: TrialRecording?
    private let drafts: TrialDrafts

    /// Bytes of a form with a whole call: a hundred prompts and their exchanges.
    private static let longestTrial = 2 << 20
    private static let longestEvent = 128 << 10

    init(
        live: VisiblePlan, now: @escaping @Sendable () -> Moment, media: @escaping PublishedMedia,
        recording: TrialRecording? = nil, drafts: TrialDrafts = TrialDrafts()
    ) {
        self.live = live
        self.now = now
        self.media = media
        self.recording = recording
        self.drafts = drafts
        provider = TrialProvider(live: live, drafts: drafts) { recording?.answered($0) }
    }

    var assets: [AdminAsset] { [Self.script] }

    var routes: [AdminRoute] {
        [
            .get("/try") { request in
                let query = request.query
                let fields = TrialPage.Fields(
                    to: query?["to"], from: query?["from"], at: query?["at"], isOutgoing: query?["outgoing"] != nil,
                    draft: query?["draft"])
                let isGone = fields.draft.map { drafts[$0] == nil } ?? false
                return page(request, fields.draft).reply(
                    fields, problem: isGone ? TrialCallError.noDraft.sentence : nil)
            },
            .form("/try", begin),
            .form("/try/step", limit: Self.longestTrial, step),
            .form("/try/export", limit: Self.longestTrial, export),
            .text("/try/event", limit: Self.longestEvent) { _, text in try event(text) },
            .get("/media/{name}") { request in
                guard live.mayHear(file: request["name"]) else { return .notFound }
                return try await sound(request)
            },
        ]
    }

    /// A published file; its delivery to the browser is recorded like a delivery to the telephone network.
    private func sound(_ request: AdminRequest) async throws -> Reply {
        let name = request["name"]
        var reply = try await media(ConditionalRequest(request.head), name)
        guard let recording, request.head.method == .get, let part = reply.content, !part.range.isEmpty else {
            return reply
        }
        reply.observer = {
            let ended = recording.fetchBegan(name, part.size, part.range.lowerBound)
            return { ended($0.bytes) }
        }
        return reply
    }

    private var configuration: Configuration { live.configuration }

    private func page(_ request: AdminRequest, _ draft: String? = nil) -> TrialPage {
        TrialPage(
            request: request, configuration: draft.flatMap { drafts[$0] } ?? configuration, now: now())
    }

    // MARK: Forms

    private func begin(_ request: AdminRequest, _ form: FormFields) -> Reply {
        let fields = TrialPage.Fields(
            to: form["to"], from: form["from"], diverted: form["diverted"], at: form["at"],
            isOutgoing: form["outgoing"] != nil, draft: form["draft"])
        do throws(TrialCallError) {
            let call = try self.call(fields)
            return page(request, call.draft).reply(
                fields, Trial(call: call, exchanges: [provider.exchange(call, .newCall)]))
        } catch {
            return page(request, fields.draft).reply(fields, problem: error.sentence)
        }
    }

    private func call(_ fields: TrialPage.Fields) throws(TrialCallError) -> TrialCall {
        if let draft = fields.draft, drafts[draft] == nil { throw .noDraft }
        let call = try TrialCall(
            to: fields.to, from: fields.from, diverted: fields.diverted, isOutgoing: fields.isOutgoing, at: fields.at,
            zone: configuration.timeZone, now: now(), draft: fields.draft)
        guard isVisible(call) else { throw .unlisted(fields.isOutgoing ? fields.from : fields.to) }
        return call
    }

    /// Whether a call is to or from a number that the visitor sees.
    private func isVisible(_ call: TrialCall) -> Bool {
        guard let view = live.view else { return true }
        let number: PhoneNumber? =
            if call.direction == .incoming { call.to } else if case .number(let number) = call.from { number } else {
                nil
            }
        guard let number, let customer = CustomerNumbers(live.whole.configuration)[number] else {
            return false
        }
        return view.customers.contains(customer)
    }

    private func step(_ request: AdminRequest, _ form: FormFields) -> Reply {
        guard var trial = Self.decode(Trial.self, form["trial"]), let gather = trial.exchanges.last?.gather,
            isVisible(trial.call)
        else {
            return page(request).reply(problem: TrialExportError.broken.sentence)
        }
        let fields = TrialPage.Fields(trial.call, in: configuration.timeZone)
        let keys = (form["keys"] ?? "").filter { !$0.isWhitespace }
        switch form["action"] {
        case "hangup":
            trial.exchanges.append(provider.exchange(trial.call, .hangup))
        case "wait":
            trial.exchanges.append(provider.exchange(trial.call, .keys("", token: gather.token)))
        default:
            guard !keys.isEmpty, keys.areKeys else {
                return page(request, trial.call.draft).reply(fields, trial, problem: Texts.TestCall.noSuchKeys)
            }
            let pressed = String(keys.prefix(gather.maxDigits))
            trial.exchanges.append(provider.exchange(trial.call, .keys(pressed, token: gather.token)))
        }
        return page(request, trial.call.draft).reply(fields, trial)
    }

    private func export(_ request: AdminRequest, _ form: FormFields) -> Reply {
        guard let trial = Self.decode(Trial.self, form["trial"]) else {
            return page(request).reply(problem: TrialExportError.broken.sentence)
        }
        let fields = TrialPage.Fields(trial.call, in: configuration.timeZone)
        do throws(TrialExportError) {
            let yaml = try trial.golden(in: configuration.timeZone).yaml
            guard form["action"] == "download" else {
                return page(request, trial.call.draft).reply(fields, trial, golden: yaml)
            }
            var reply = Reply(.ok, bytes: ByteBuffer(string: yaml), type: "application/yaml")
            reply.fields[.contentDisposition] = "attachment; filename=\"tried.calls.yaml\""
            return reply
        } catch {
            return page(request, trial.call.draft).reply(fields, trial, problem: error.sentence)
        }
    }

    // MARK: The script's events

    private struct Posted: Decodable {
        var event: String
        var to: String?
        var from: String?
        var diverted: String?
        var at: String?
        var outgoing: Bool?
        var draft: String?
        var call: TrialCall?
        var token: String?
        var keys: String?
    }

    private struct Answered: Encodable {
        var call: TrialCall
        var exchange: TrialExchange
        /// An entry in the list of requests and answers.
        var html: String
        /// The text on the display.
        var status: String
    }

    private func event(_ text: String) throws -> Reply {
        let posted: Posted
        do {
            posted = try JSONDecoder().decode(Posted.self, from: Data(text.utf8))
        } catch let invalid as TrialCallError {
            return try Self.refusal(invalid.sentence)
        } catch {
            return try Self.refusal(Texts.TestCall.notAnEvent)
        }
        switch (posted.event, posted.call, posted.token) {
        case ("newCall", _, _):
            let fields = TrialPage.Fields(
                to: posted.to, from: posted.from, diverted: posted.diverted, at: posted.at,
                isOutgoing: posted.outgoing ?? false, draft: posted.draft)
            let call: TrialCall
            do throws(TrialCallError) {
                call = try self.call(fields)
            } catch {
                // A user's typing error, not an error of the page.
                return try Self.refusal(error.sentence, status: .ok)
            }
            return try answer(call, .newCall)
        case (_, let call?, _) where !isVisible(call):
            return try Self.refusal(TrialCallError.unlisted(call.to.description).sentence)
        case ("dtmf", let call?, let token?):
            let keys = posted.keys ?? ""
            guard keys.areKeys else { return try Self.refusal(Texts.TestCall.noSuchKeys) }
            return try answer(call, .keys(keys, token: token))
        case ("hangup", let call?, _):
            return try answer(call, .hangup)
        default:
            return try Self.refusal(Texts.TestCall.notAnEvent)
        }
    }

    private func answer(_ call: TrialCall, _ event: TrialProvider.Event) throws -> Reply {
        let exchange = provider.exchange(call, event, isWatched: true)
        let answered = Answered(
            call: call, exchange: exchange, html: exchange.entry.text, status: exchange.status)
        return .json(try Self.encode(answered))
    }

    private static func refusal(
        _ sentence: String, status: HTTPResponse.Status = .badRequest
    ) throws -> Reply {
        .json(try encode(["problem": sentence]), status: status)
    }

    static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String?) -> Value? {
        text.flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
    }
}

extension String {
    /// Whether these are keys of a telephone.
    fileprivate var areKeys: Bool { utf8.count <= 32 && allSatisfy { "0123456789*#".contains($0) } }
}
