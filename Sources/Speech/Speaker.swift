package import CallFlow
import Glibc
import LocalFiles
package import MediaLibrary
import Synchronization
package import SystemPackage

/// Speaks texts by the first engine that answers, and keeps the sound.
package final class Speaker: TextSpeaker {
    private let engines: [any SpeechEngine]
    private let voices: [String: String]
    private let rate: Double
    private let cache: SpeechCache
    /// Engines that did not answer, and until when they are left alone.
    private let resting = Mutex<[String: (until: ContinuousClock.Instant, fault: SpeechFault)]>([:])

    /// So that a server that hangs is waited for once and not once for each text.
    private static let rest = Duration.seconds(30)

    /// - Parameters:
    ///   - folder: where sounds are kept; created with mode 0700 when there is one.
    ///   - voices: by the code of their language.
    ///   - now: seconds since 1970.
    package init(
        _ engines: [any SpeechEngine], voices: [String: String] = [:], rate: Double = 1, folder: FilePath,
        now: @escaping @Sendable () -> Int = { time(nil) }
    ) {
        self.engines = engines
        self.voices = voices
        self.rate = rate
        cache = SpeechCache(folder: folder, now: now)
    }

    /// The engines of a configuration.
    ///
    /// - Parameter variable: the value of an environment variable.
    package convenience init(
        _ settings: SpeechSettings, folder: FilePath,
        variable: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
    ) {
        let engines: [any SpeechEngine] = settings.engines.map { engine in
            switch engine {
            case .wyoming(let endpoint): return WyomingEngine(endpoint)
            case .command(let words): return CommandEngine(words, name: engine.description)
            case .espeak: return CommandEngine.espeak()
            case .http(let http):
                let key: HTTPEngine.Key =
                    switch http.keyVariable.map({ ($0, variable($0) ?? "") }) {
                    case nil: .none
                    case (let name, "")?: .missing(variable: name)
                    case (_, let value)?: .value(value)
                    }
                return HTTPEngine(url: http.url, model: http.model, key: key)
            }
        }
        self.init(
            engines, voices: Dictionary(uniqueKeysWithValues: settings.voices.map { ($0.key.code, $0.value) }),
            rate: settings.rate, folder: folder)
    }

    package func known(_ text: SpokenText) -> SpokenSound? {
        let request = request(text)
        for (index, engine) in engines.enumerated() {
            guard let file = cache.sound(of: key(request, engine, version: lastVersion(of: engine, request))) else {
                continue
            }
            return sound(file, engine, index)
        }
        return nil
    }

    package func speak(
        _ text: SpokenText, checking check: @escaping @Sendable (FilePath) async -> SpeechFault?
    ) async throws(SpeechFailure) -> SpokenSound {
        var attempts: [SpeechFailure.Attempt] = []
        for (index, engine) in engines.enumerated() {
            do throws(SpeechFault) {
                return sound(try await file(of: request(text), by: engine, check), engine, index)
            } catch {
                attempts.append(.init(engine.name, error))
                if error == .stopped { break }
            }
        }
        throw SpeechFailure(attempts)
    }

    package func forget(except used: Set<FilePath>) { cache.forget(except: used) }

    package func trial(
        of text: SpokenText, checking check: @escaping @Sendable (FilePath) async -> SpeechFault?
    ) async -> [(engine: String, isDraft: Bool, fault: SpeechFault?)] {
        var results: [(engine: String, isDraft: Bool, fault: SpeechFault?)] = []
        for engine in engines {
            do throws(SpeechFault) {
                try await spoken(request(text), by: engine, check).removeQuietly()
                results.append((engine.name, engine.isDraft, nil))
            } catch {
                results.append((engine.name, engine.isDraft, error))
            }
        }
        return results
    }

    // MARK: One engine

    private func file(
        of request: SpeechRequest, by engine: any SpeechEngine,
        _ check: @Sendable (FilePath) async -> SpeechFault?
    ) async throws(SpeechFault) -> FilePath {
        if let known = cache.sound(of: key(request, engine, version: lastVersion(of: engine, request))) { return known }
        if let rest = resting.withLock({ $0[engine.identity] }), ContinuousClock.now < rest.until { throw rest.fault }
        do throws(SpeechFault) {
            let version = try await engine.version(for: request)
            let key = key(request, engine, version: version)
            let draft = try await spoken(request, by: engine, check)
            defer { draft.removeQuietly() }
            let file = try cache.keep(draft, as: key)
            if engine.knownVersion.isEmpty {
                cache.remember(version, of: engine.identity + "\0" + (request.voice ?? ""))
            }
            return file
        } catch {
            if error.isOfAllTexts {
                resting.withLock { $0[engine.identity] = (ContinuousClock.now + Self.rest, error) }
            }
            throw error
        }
    }

    /// Has an engine speak into a file of its own.
    private func spoken(
        _ request: SpeechRequest, by engine: any SpeechEngine, _ check: @Sendable (FilePath) async -> SpeechFault?
    ) async throws(SpeechFault) -> FilePath {
        let draft = try cache.makeDraft()
        do throws(SpeechFault) {
            try await engine.speak(request, into: draft)
            guard let size = FileStamp(of: draft)?.size, size > 0 else { throw .notSound(words: "") }
            if let fault = await check(draft) { throw fault }
            return draft
        } catch {
            draft.removeQuietly()
            throw error
        }
    }

    private func request(_ text: SpokenText) -> SpeechRequest {
        let base = String(text.language.prefix { $0 != "-" })
        return SpeechRequest(
            text: text.text, language: text.language, voice: text.voice ?? voices[text.language] ?? voices[base],
            rate: rate)
    }

    private func key(_ request: SpeechRequest, _ engine: any SpeechEngine, version: String) -> SpeechKey {
        SpeechKey(request, engine: engine.identity, version: version)
    }

    /// The version that is known without asking, or was when it was asked last.
    private func lastVersion(of engine: any SpeechEngine, _ request: SpeechRequest) -> String {
        let known = engine.knownVersion
        return known.isEmpty ? cache.version(of: engine.identity + "\0" + (request.voice ?? "")) : known
    }

    private func sound(_ file: FilePath, _ engine: any SpeechEngine, _ index: Int) -> SpokenSound {
        SpokenSound(file: file, engine: engine.name, isDraft: engine.isDraft, isPreferred: index == 0)
    }
}

extension SpeechFault {
    /// Whether the engine would fail in the same way with any text.
    fileprivate var isOfAllTexts: Bool {
        switch self {
        case .notInstalled, .unreachable, .tookTooLong, .noKey: true
        case .refused(let status, _): status == 401 || status == 403
        default: false
        }
    }
}
