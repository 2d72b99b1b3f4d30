/// What an announcement says, in words: spoken where it has no recording, else the recording's script.
package struct AnnouncementText: Hashable, Sendable {
    package var template: TextTemplate
    /// Nil for the language of `speech`.
    package var language: TextLanguage?
    /// Nil for the voice of the language.
    package var voice: String?
    /// The values of the parameters of the flow that plays it.
    package var parameters: [String: String]
    /// The path of its own file; nil if it is written in the configuration.
    package var file: String?

    /// Whether all its parameters have values, so that it can be spoken.
    package var isComplete: Bool { template.parameters.allSatisfy { parameters[$0] != nil } }

    package init(
        _ template: TextTemplate, language: TextLanguage? = nil, voice: String? = nil,
        parameters: [String: String] = [:], file: String? = nil
    ) {
        (self.template, self.language, self.voice) = (template, language, voice)
        (self.parameters, self.file) = (parameters, file)
    }
}
