extension WordingLanguage {
    /// A text with its numbers, dates, times, prices and telephone numbers in words; the rest as it is written.
    package func words(of text: String) -> String {
        var numbers = NumbersInText(text, in: self)
        return numbers.words()
    }
}
