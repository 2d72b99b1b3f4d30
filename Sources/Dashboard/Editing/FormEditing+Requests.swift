import CallFlow
import HTTPListener
import HTTPTypes
import Sipgate

// What the pages of all forms have in common.

extension FormEditing {
    /// Answers with the files as they are, or with a page that says why there is no form.
    ///
    /// - Parameters:
    ///   - title: of that page.
    ///   - leadsToFile: whether it has a link to the page where the file can be edited.
    func answer(
        _ request: AdminRequest, _ title: String, leadsToFile: Bool = true, _ body: (Opened) async -> Reply
    ) async -> Reply {
        do throws(Failure) {
            return await body(try await open())
        } catch {
            return refusal(request, title, error, leadsToFile: leadsToFile)
        }
    }

    /// What edits would change, in words, and the draft that can be saved.
    func changes(
        _ edits: [ConfigurationEdit], of opened: Opened, lines: (Draft) -> [String]
    ) async -> (FormChanges, Draft?) {
        do throws(Failure) {
            let draft = try await draft(edits, of: opened)
            return (.changes(lines(draft), failures: draft.failures, mark: draft.mark), draft)
        } catch {
            return (.failure(error.sentence(name)), nil)
        }
    }

    /// Answers a script that asks what a form would change.
    ///
    /// - Parameter changes: nil if what is edited does not exist.
    func check(_ body: String, _ changes: (FormFields, Opened) async -> FormChanges?) async -> Reply {
        do throws(Failure) {
            let opened = try await open()
            guard let fields = try? FormFields(Array(body.utf8)), let changes = await changes(fields, opened) else {
                return .notFound
            }
            return .html(changes.html)
        } catch {
            return .html(FormChanges.failure(error.sentence(name)).html)
        }
    }
}

extension AdminRequest {
    /// The confirmation on the page that a saved form leads to.
    var savedNote: HTML? {
        query?["saved"] == nil ? nil : "<p class=\"good\" role=\"status\">\(Texts.Hours.saved)</p>"
    }

    /// The page instead of a form for something that does not exist.
    func unknown(_ sentence: String) -> Reply { frame.refusal(Texts.Frame.notFound, .notFound, sentence) }
}
