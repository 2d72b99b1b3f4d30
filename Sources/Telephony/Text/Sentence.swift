extension String {
    /// A reason, written to follow a colon, as a sentence: `the file is empty` becomes `The file is empty.`
    package var asSentence: String {
        prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
    }
}
