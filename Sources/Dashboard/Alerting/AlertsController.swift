import Alerts
import CallFlow
import HTTPListener
import Sipgate
import Telephony
import Webhook

/// `/alerts`: incidents, the ways that messages about them take, with a test of each, and the rules.
struct AlertsController: AdminSection {
    static var entry: AdminEntry? {
        AdminEntry(
            title: Texts.Alerts.title, path: "/alerts", place: .advanced(about: Texts.Alerts.introduction))
    }

    let alerts: AlertsAccess
    let live: VisiblePlan
    /// Nil: there is no file to edit.
    let editing: FormEditing?
    let now: @Sendable () -> Moment

    /// What a page is about beside the settings: what was done, or what was typed and cannot be saved.
    private struct Occasion {
        var note: HTML?
        var way: AlertWay.Kind?
        var isAboutRules = false
        var typed: AlertWayForm?
        var typedRules: AlertRulesForm?
        var wrong: String?
    }

    var routes: [AdminRoute] {
        [
            .get("/alerts") { request in
                let note: HTML? =
                    switch request.query?["done"] {
                    case "sent"?: Self.good(Texts.Alerts.sent)
                    case "saved"?: Self.good(Texts.Alerts.saved)
                    case "removed"?: Self.good(Texts.Alerts.removed)
                    case "rules"?: Self.good(Texts.Alerts.rulesSaved)
                    default: nil
                    }
                let way = request.query?["way"].flatMap { AlertWay.Kind(rawValue: $0) }
                return await page(
                    request, Occasion(note: note, way: way, isAboutRules: request.query?["done"] == "rules"))
            },
            .form("/alerts/test", limit: 1 << 12) { try await test($0, $1) },
            .form("/alerts/way", limit: 1 << 14) { await enter($0, $1) },
            .form("/alerts/rules", limit: 1 << 14) { await change($0, $1) },
        ]
    }

    private static func good(_ text: String) -> HTML { "<p class=\"good\" role=\"status\">\(text)</p>" }
    private static func bad(_ text: String) -> HTML { "<p class=\"bad\" role=\"alert\">\(text)</p>" }

    /// Tells a way from the same way after an edit.
    static func mark(of way: AlertWay?) -> String { EditedFile.mark(of: String(describing: way)) }

    private static func kind(_ fields: FormFields) -> AlertWay.Kind? {
        fields["way"].flatMap { AlertWay.Kind(rawValue: $0) }
    }

    private func test(_ request: AdminRequest, _ fields: FormFields) async throws -> Reply {
        guard let kind = Self.kind(fields) else { return .seeOther("/alerts") }
        do throws(DeliveryError) {
            try await alerts.test(kind)
            return .seeOther("/alerts?done=sent&way=\(kind.rawValue)#\(kind.rawValue)")
        } catch {
            return await page(request, Occasion(note: Self.bad(Texts.Alerts.notSent(error)), way: kind))
        }
    }

    // MARK: Saving

    /// Why nothing was saved.
    private enum Refusal: Error {
        case mistake(AlertWayForm.Mistake)
        case failure(FormEditing.Failure)
        case changedMeanwhile
    }

    /// Enters a way in the configuration, or removes it.
    private func enter(_ request: AdminRequest, _ fields: FormFields) async -> Reply {
        guard let kind = Self.kind(fields), let editing else { return .seeOther("/alerts") }
        let isRemoval = fields["action"] == "remove"
        let form = AlertWayForm(kind, fields)
        do throws(Refusal) {
            try await save(editing) { (old) throws(Refusal) in
                guard fields["opened"] == Self.mark(of: old[kind]) else { throw .changedMeanwhile }
                var new = old
                do throws(AlertWayForm.Mistake) {
                    new[kind] = isRemoval ? nil : try form.way()
                } catch {
                    throw .mistake(error)
                }
                // It is sent by mail only.
                if new[.mail] == nil { new.summary = nil }
                return new
            }
            let done = isRemoval ? "removed" : "saved"
            return .seeOther("/alerts?done=\(done)&way=\(kind.rawValue)#\(kind.rawValue)")
        } catch {
            return await refusal(request, error, Occasion(way: kind, typed: isRemoval ? nil : form))
        }
    }

    /// Changes the rules, quiet hours, summary and language.
    private func change(_ request: AdminRequest, _ fields: FormFields) async -> Reply {
        guard let editing else { return .seeOther("/alerts") }
        let form = AlertRulesForm(fields)
        do throws(Refusal) {
            try await save(editing) { (old) throws(Refusal) in
                guard fields["opened"] == AlertRulesForm.mark(of: old) else { throw .changedMeanwhile }
                do throws(AlertWayForm.Mistake) {
                    return try form.settings(old)
                } catch {
                    throw .mistake(error)
                }
            }
            return .seeOther("/alerts?done=rules#rules")
        } catch {
            return await refusal(request, error, Occasion(isAboutRules: true, typedRules: form))
        }
    }

    private func refusal(_ request: AdminRequest, _ refusal: Refusal, _ occasion: Occasion) async -> Reply {
        var occasion = occasion
        switch refusal {
        case .mistake(let mistake): (occasion.note, occasion.wrong) = (Self.bad(mistake.sentence), mistake.field)
        case .failure(let failure):
            occasion.note = "<p class=\"bad\" role=\"alert\">\(failure.sentence(editing?.name ?? ""))</p>"
        case .changedMeanwhile:
            occasion.note = Self.bad(Texts.Alerts.changedMeanwhile)
            (occasion.typed, occasion.typedRules) = (nil, nil)
        }
        return await page(request, occasion)
    }

    /// Writes new settings into the file, and waits a moment until the server has read it, so that the page and the test button are
    /// about what was saved.
    private func save(
        _ editing: FormEditing, _ change: (AlertSettings) throws(Refusal) -> AlertSettings
    ) async throws(Refusal) {
        let opened: FormEditing.Opened
        do throws(FormEditing.Failure) { opened = try await editing.open() } catch { throw .failure(error) }
        let old = opened.configuration.alerts
        let new = try change(old)
        guard new != old else { return }
        do throws(FormEditing.Failure) {
            try await editing.save(try await editing.draft([.alerts(new, insteadOf: old)], of: opened))
        } catch {
            throw .failure(error)
        }
        for _ in 0..<60 where live.configuration.alerts != new {
            do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
        }
    }

    private func page(_ request: AdminRequest, _ occasion: Occasion) async -> Reply {
        // What was saved a moment ago is in the file, even if calls are not answered by it yet.
        let settings = (try? await editing?.open())?.configuration.alerts ?? live.configuration.alerts
        let configuration = live.configuration
        let page = AlertsPage(
            settings: settings, ledger: await alerts.ledger(), missing: await alerts.missingVariables(),
            canEdit: editing != nil, zone: configuration.timeZone, server: configuration.publicURL, now: now(),
            note: occasion.note, noted: occasion.way, isAboutRules: occasion.isAboutRules, typed: occasion.typed,
            typedRules: occasion.typedRules, wrong: occasion.wrong)
        return request.page(Texts.Alerts.title, page.html { request.form($0, kind: $1, $2) })
    }
}
