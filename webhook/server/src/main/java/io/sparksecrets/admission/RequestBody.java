package io.sparksecrets.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/** Reads the body of a request, as long as it keeps to a size and to a time and there is memory for it. */
final class RequestBody {

    /** What is set aside for a body before any of it has come, whatever its Content-Length promises. */
    private static final int FIRST_BUFFER = 32 * 1024;

    private static final int SKIP_BUFFER = 4 * 1024;

    private final int maxBytes;
    private final Duration maxTime;

    RequestBody(int maxBytes, Duration maxTime) {
        this.maxBytes = maxBytes;
        this.maxTime = maxTime;
    }

    /** @param memory has more and more, as the body comes */
    byte[] read(HttpServletRequest request, ReviewMemory.Reservation memory)
            throws BadAdmissionReviewException, OverloadedException {
        long declared = request.getContentLengthLong();
        if (declared > maxBytes) {
            throw tooLarge();
        }
        try {
            byte[] body = readOrSkip(request.getInputStream(), declared, memory);
            // Only now: an answer to a body that was not read is followed by the end of the connection.
            requireJson(request.getContentType());
            return body;
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException || e instanceof java.net.SocketTimeoutException) {
                throw tooSlow();
            }
            throw BadAdmissionReviewException.malformed("the body ended before its Content-Length or its last chunk");
        }
    }

    /** A body for which there is no memory is let pass, so that its sender reads why, and does not find the connection closed. */
    private byte[] readOrSkip(InputStream in, long declared, ReviewMemory.Reservation memory)
            throws IOException, BadAdmissionReviewException, OverloadedException {
        long deadline = System.nanoTime() + maxTime.toNanos();
        try {
            return read(in, declared, memory, deadline);
        } catch (OverloadedException e) {
            memory.atMost(0);
            skip(in, deadline);
            throw e;
        }
    }

    private void skip(InputStream in, long deadline) throws IOException {
        byte[] nowhere = new byte[SKIP_BUFFER];
        int skipped = 0;
        for (int read = in.read(nowhere); read >= 0; read = in.read(nowhere)) {
            skipped += read;
            if (skipped > maxBytes || System.nanoTime() - deadline > 0) {
                return;
            }
        }
    }

    private byte[] read(InputStream in, long declared, ReviewMemory.Reservation memory, long deadline)
            throws IOException, BadAdmissionReviewException, OverloadedException {
        int first = declared < 0 ? FIRST_BUFFER : (int) Math.min(declared, FIRST_BUFFER);
        memory.atLeast(first);
        byte[] buffer = new byte[first];
        int length = 0;
        while (length != declared) {
            if (length == buffer.length) {
                int next = (int) Math.min(2L * length, declared < 0 ? maxBytes + 1L : declared);
                memory.atLeast((long) length + next);
                buffer = Arrays.copyOf(buffer, next);
            }
            int read = in.read(buffer, length, buffer.length - length);
            if (read < 0) {
                break;
            }
            length += read;
            if (length > maxBytes) {
                throw tooLarge();
            }
            if (System.nanoTime() - deadline > 0) {
                throw tooSlow();
            }
        }
        if (length == buffer.length) {
            return buffer;
        }
        memory.atLeast((long) length + buffer.length);
        return Arrays.copyOf(buffer, length);
    }

    private static void requireJson(String contentType) throws BadAdmissionReviewException {
        String type = contentType == null ? "" : contentType;
        int parameters = type.indexOf(';');
        if (!(parameters < 0 ? type : type.substring(0, parameters)).strip().equalsIgnoreCase("application/json")) {
            throw new BadAdmissionReviewException(415, "expected Content-Type: application/json");
        }
    }

    private BadAdmissionReviewException tooLarge() {
        return new BadAdmissionReviewException(
                413, "the body is longer than the %d bytes that are read".formatted(maxBytes));
    }

    private BadAdmissionReviewException tooSlow() {
        return new BadAdmissionReviewException(408, "the body did not come within %d ms".formatted(maxTime.toMillis()));
    }
}
