import ArgumentParser
import CallFlow
import Hosting

/// Completes names that the configuration defines. Without a valid configuration nothing is offered.
enum ConfigurationCompletion {
    static let schedules = CompletionKind.custom { words, _, _ in
        configuration(words).map { $0.schedules.keys.sorted() + $0.rotas.keys.sorted() } ?? []
    }

    /// What a schedule or a rota can be overridden with.
    static let states = CompletionKind.custom { words, _, _ in
        let configuration = configuration(words)
        let isRota = words.contains { configuration?.rotas[$0] != nil }
        return isRota ? configuration?.people.keys.sorted() ?? [] : ["open", "closed"]
    }

    /// The numbers that can be called, without patterns for several numbers.
    static let numbers = CompletionKind.custom { words, _, _ in
        // No shell shows more.
        (configuration(words)?.numbers.incoming.numbers(1000) ?? []).map(\.description)
    }

    /// The configuration that a command line names.
    ///
    /// - Parameter words: the words before the cursor.
    private static func configuration(_ words: [String]) -> Configuration? {
        let names = ["--config", "-c"]
        let named = words.indices.dropLast().last { names.contains(words[$0]) }.map { ["--config", words[$0 + 1]] }
        let joined = words.last { $0.hasPrefix("--config=") }.map { [$0] }
        guard let option = try? ConfigurationOption.parse(named ?? joined ?? []), let text = try? option.text() else {
            return nil
        }
        return text.readingWithAnyNames.configuration
    }
}
