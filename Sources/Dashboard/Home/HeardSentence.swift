import CallFlow
import HTTPListener
import MediaLibrary
import Telephony
import Webhook

/// What callers of a number hear, in a sentence whose announcements can be listened to in place: "Callers hear closed. Then the
/// voicemail answers."
struct HeardSentence {
    let preview: CallPreview
    let catalogue: Catalogue

    var html: HTML {
        let prompts = preview.steps.compactMap { step in
            if case .hear(let prompt, _) = step { prompt } else { nil }
        }
        let hear: HTML? =
            prompts.isEmpty
            ? nil : "\(Texts.Home.hear) \(prompts.map(link).joined(separator: ", ")). "
        return "\(hear)\(rest(isAfterPrompt: !prompts.isEmpty))\(missing)"
    }

    private func link(_ prompt: Prompt) -> HTML {
        ListenLink(prompt, catalogue)?.html ?? "<strong>\(prompt)</strong>"
    }

    private func rest(isAfterPrompt: Bool) -> HTML? {
        if let menu = preview.menu { return HTML(Texts.Home.choose(menu.choices.map(\.keys.text).sorted())) }
        switch preview.steps.last {
        case .dial(let targets)?:
            return HTML(Texts.Home.rings(targets.map { Texts.number($0.description) }, isAfterPrompt: isAfterPrompt))
        case .end(let end)?: return HTML(Texts.Home.end(end, isAfterPrompt: isAfterPrompt))
        case .hear?, .press?, .silence?, nil: return nil
        }
    }

    private var missing: HTML? {
        guard !preview.missing.isEmpty else { return nil }
        let names = Texts.list(preview.missing.map(\.text))
        return " <strong class=\"tag closed\">\(Texts.Home.notPublished(names))</strong>"
    }
}
