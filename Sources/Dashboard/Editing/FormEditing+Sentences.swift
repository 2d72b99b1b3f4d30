import CallFlow
import HTTPListener
import HTTPTypes
import SystemPackage

extension FormEditing.Failure {
    /// What is wrong and what to do, in the language of the request.
    ///
    /// - Parameter file: the name of the configuration.
    func sentence(_ file: String) -> HTML {
        // Errors of the configuration are in English, as the command line has them.
        if case .edit(.invalid(let problems)) = self {
            return "\(Texts.Forms.invalid) <span lang=\"en\">\(problems.first?.message)</span>"
        }
        return HTML(plainSentence(file))
    }

    /// The same without what the configuration's reader says in English.
    func plainSentence(_ file: String) -> String {
        switch self {
        case .invalidBefore, .edit(.invalidBefore): Texts.Forms.invalidBefore(file)
        case .overtaken, .file(.changed): Texts.Forms.overtaken
        case .file(.missing): Texts.Forms.missing(file)
        case .file(.tooLong), .file(.unfitText): Texts.Forms.unfit(file)
        case .file(.beingWritten): Texts.Forms.beingWritten(file)
        case .file(.noDatabase(let words)): Texts.Forms.noDatabase(words)
        case .file(.unusable(let version, let sentence)): Texts.Forms.unusable(version: "\(version)", sentence)
        case .file(.invalid(let version)): Texts.Forms.invalid(version: version)
        case .file(.system(let code, let path)):
            Texts.Forms.unreadable(path.string, Texts.reason(code))
        case .edit(.missing(let what)): Texts.Forms.missing(what)
        case .edit(.exists(let what)): Texts.Forms.exists(what)
        case .edit(.unusual(let line, let name)): Texts.Forms.unusual(name ?? file, line: line)
        case .edit(.invalid): Texts.Forms.invalid
        case .edit(.misread): Texts.Forms.misread
        }
    }
}

extension FormEditing {
    /// The configuration's name for people.
    var name: String { file.path.lastComponent?.string ?? file.path.string }
}

extension FormEditing {
    /// The page instead of a form that cannot be shown: the file is not fit for it.
    ///
    /// - Parameter leadsToFile: whether it has a link to the page where the file can be edited.
    func refusal(_ request: AdminRequest, _ title: String, _ failure: Failure, leadsToFile: Bool = true) -> Reply {
        let link: HTML? =
            leadsToFile ? "<p><a href=\"/configuration\">\(Texts.Schedules.configuration)</a></p>" : nil
        return request.page(
            title, status: .conflict,
            "<h1>\(title)</h1><p class=\"bad\" role=\"alert\">\(failure.sentence(name))</p>\(link)")
    }
}
