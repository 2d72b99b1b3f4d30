import ArgumentParser
import CallFlow
import SystemPackage
import Telephony

extension ConfigurationText {
    /// Reads the text and proves it.
    ///
    /// - Parameter announcements: those that exist; nil where any name will do.
    func reading(announcements: Set<AnnouncementName>?) -> ConfigurationFile.Reading {
        ConfigurationFile.read(text, folder: folder.string, announcements: announcements)
    }

    /// The problems as people read them, with the lines they are in.
    func lines(for problems: [ConfigurationProblem]) -> [String] {
        let text = ProblemText(file: path.readable, text: text)
        return problems.flatMap { text.lines(for: $0) }
    }

    /// Prints problems on standard error, and how many they are.
    func tell(_ problems: [ConfigurationProblem]) {
        guard !problems.isEmpty else { return }
        Talk.note((lines(for: problems) + [problemCount(problems.map(\.severity))]).joined(separator: "\n"))
    }
}

extension ConfigurationOption {
    /// The text of the file; says why there is none.
    ///
    /// - Throws: `ExitCode(1)`.
    func text() throws -> ConfigurationText {
        do throws(ConfigurationText.Unreadable) {
            return try ConfigurationText(at: path)
        } catch {
            Talk.error(error.sentence)
            throw ExitCode(1)
        }
    }

    /// The configuration, with whatever recordings there are; says what is wrong with it.
    ///
    /// - Throws: `ExitCode(1)`.
    func proved() throws -> Configuration {
        let text = try text()
        let reading = text.reading(announcements: nil)
        guard let configuration = reading.configuration else {
            text.tell(reading.problems)
            throw ExitCode(1)
        }
        return configuration
    }
}
