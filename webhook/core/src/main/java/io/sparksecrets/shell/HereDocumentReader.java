package io.sparksecrets.shell;

import static io.sparksecrets.shell.Frame.Kind.HERE_DOCUMENT;

/** Reads here-documents: POSIX.1-2024, Shell Command Language, section 2.7.4. */
final class HereDocumentReader {

    private final Reading reading;

    HereDocumentReader(Reading reading) {
        this.reading = reading;
    }

    /** Reads what follows {@code <<}. The text comes after the end of the line. */
    void announce() {
        boolean stripsTabs = reading.peek(0) == '-';
        reading.at += stripsTabs ? 1 : 0;
        while (reading.peek(0) == ' ' || reading.peek(0) == '\t') {
            reading.at++;
        }
        HereDelimiter delimiter = HereDelimiter.at(reading.text, reading.at, reading.limit);
        reading.at = delimiter.end();
        reading.script().hereDocuments.add(new HereDocument(delimiter, stripsTabs, reading.top().command));
    }

    /** Reads the texts that begin here, at the beginning of a line, up to the first one in which the shell expands something. */
    void readTexts() {
        if (reading.hereDocumentsWaitOutside()) {
            throw new UnreadableException("a line that begins a here-document ends within $(...)");
        }
        Frame script = reading.script();
        while (!script.hereDocuments.isEmpty() && reading.top().kind != HERE_DOCUMENT) {
            HereDocument document = script.hereDocuments.remove();
            HereDocument.Extent extent = document.find(reading.text, reading.at, reading.limit);
            String refusal = document.command().readsScriptFromInput() ? Refusal.NESTED_SHELL : reading.top().refusal;
            Frame frame = reading.push(HERE_DOCUMENT, 0, refusal);
            frame.command = document.command();
            if (document.delimiter().quoted()) {
                reading.passTo(extent.end(), Place.QUOTED_HERE_DOCUMENT, refusal);
                reading.pop();
                reading.at = extent.resume();
            } else {
                frame.outerLimit = reading.limit;
                frame.resume = extent.resume();
                reading.limit = extent.end();
            }
        }
    }

    /** Goes on after the text that ends at the limit; false where the limit is the end of the script. */
    boolean endText() {
        Frame frame = reading.top();
        if (frame.kind != HERE_DOCUMENT) {
            if (reading.innermost(HERE_DOCUMENT).kind == HERE_DOCUMENT) {
                throw new UnreadableException("a here-document ends within %s".formatted(frame.kind));
            }
            return false;
        }
        reading.pop();
        reading.at = frame.resume;
        reading.limit = frame.outerLimit;
        readTexts();
        return true;
    }
}
