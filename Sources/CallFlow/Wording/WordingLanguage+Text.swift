extension WordingLanguage {
    /// A text with its numbers, dates, times, prices and telephone numbers in words.
    package func words(of text: String) -> String { text }
}
