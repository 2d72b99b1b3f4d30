import TelephoneAudio
import Telephony

/// The results of conversions and joins by what they depend on, from this run and from the index: nothing is done twice.
struct KnownResults {
    private var rendered: [RenderKey: RenderedFile] = [:]
    /// Failures that would happen again.
    private var failed: [RenderKey: RecordingFailure] = [:]
    /// Files joined from others, by the hashes of these.
    private var joined: [[String]: StoredFile] = [:]

    init() {}

    /// Reads them from the index.
    ///
    /// - Parameters:
    ///   - program: the program's version; failures of another one are left out.
    ///   - longest: the longest sound in seconds; results with more are left out.
    ///   - isStored: whether a file is in the store. Results whose file no longer exists are left out.
    init(_ index: LibraryIndex, program: String, longest: Double? = nil, isStored: (StoredFile) -> Bool) {
        let most = longest.map { $0 * Double(telephoneRate) } ?? .infinity
        for result in index.results {
            let key = RenderKey(content: result.content, recipe: result.recipe)
            if let file = result.file, let report = result.report, isStored(file), Double(file.samples) <= most {
                rendered[key] = RenderedFile(file: file, report: report)
            } else if let error = result.refusal, index.program == program {
                failed[key] = .refused(error)
            }
        }
        for join in index.joins where isStored(join.file) { joined[join.parts] = join.file }
    }

    /// The result of a conversion, if it is known.
    subscript(key: RenderKey) -> Result<RenderedFile, RecordingFailure>? {
        if let file = rendered[key] { return .success(file) }
        return failed[key].map { .failure($0) }
    }

    /// The file joined from these parts, if there is one.
    func joined(_ parts: [PublishedFile]) -> StoredFile? { joined[parts.map(\.hash)] }

    mutating func remember(_ result: RenderedFile, for key: RenderKey) { rendered[key] = result }

    /// Remembers a failure if it would happen again.
    ///
    /// - Returns: whether that is so.
    mutating func remember(_ failure: RecordingFailure, for key: RenderKey) -> Bool {
        if failure.isLasting { failed[key] = failure }
        return failure.isLasting
    }

    mutating func remember(_ file: StoredFile, joinedFrom parts: [PublishedFile]) { joined[parts.map(\.hash)] = file }

    /// Forgets the results whose files have these hashes.
    mutating func forget(files hashes: Set<String>) {
        rendered = rendered.filter { !hashes.contains($0.value.file.hash) }
        joined = joined.filter { !hashes.contains($0.value.hash) }
    }

    /// The hashes of all files.
    var hashes: Set<String> { Set(rendered.values.map(\.file.hash)).union(joined.values.map(\.hash)) }

    /// Writes to the index what may be of use again.
    ///
    /// - Parameters:
    ///   - contents: of the recordings that exist.
    ///   - named: hashes of the files that can be fetched.
    func write(to index: inout LibraryIndex, contents: Set<String>, named: Set<String>) {
        for (key, result) in rendered where contents.contains(key.content) || named.contains(result.file.hash) {
            index.results.append(
                .init(content: key.content, recipe: key.recipe, file: result.file, report: result.report))
        }
        for case (let key, .refused(let error)) in failed where contents.contains(key.content) {
            index.results.append(.init(content: key.content, recipe: key.recipe, refusal: error))
        }
        for (parts, file) in joined where named.contains(file.hash) {
            index.joins.append(.init(parts: parts, file: file))
        }
    }
}
