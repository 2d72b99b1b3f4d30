package import SystemPackage

extension SpokenSoundCheck {
    /// What is wrong with a file; nil if it can be published.
    package func fault(of file: FilePath) async -> SpeechFault? { await onOwnThread { look(at: file) } }
}
