import Telephony

/// A reason that a text is not YAML, or is more of YAML than this project reads.
package enum YAMLProblem: Hashable, Sendable {
    /// A message of libyaml. `context`: the construct being read and where it began.
    case syntax(String, context: Context?)
    case tab
    case severalDocuments
    case tooDeep(limit: Int)
    case tooManyAliases(limit: Int)
    case unknownAlias(String)
    case tag(String)
    /// A list or a mapping as a key.
    case keyIsNoText
    case duplicateKey(String, firstLine: Int)
    /// `#: hangup`, which YAML reads as a comment.
    case keyIsComment(String)
    /// `{ 1: voicemail, #: hangup }`, of which YAML reads no end.
    case keyIsCommentInBraces

    /// The construct that libyaml was reading, in its own words: "while scanning a quoted scalar".
    package struct Context: Hashable, Sendable {
        package var text: String
        /// Where the construct began, from 1.
        package var line: Int

        package init(text: String, line: Int) {
            self.text = text
            self.line = line
        }
    }
}

/// A problem of a text, where it is, and what to write instead.
struct YAMLFinding {
    var problem: YAMLProblem
    var span: SourceSpan
    /// Text to write there; `nil` if unknown.
    var suggestion: String?
}
