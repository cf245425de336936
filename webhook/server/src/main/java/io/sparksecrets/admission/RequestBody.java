package io.sparksecrets.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/** Reads the body of a request, as long as it keeps to a size and to a time. */
final class RequestBody {

    /** What is set aside for a body before any of it has come, whatever its Content-Length promises. */
    private static final int FIRST_BUFFER = 64 * 1024;

    private static final int UNKNOWN_LENGTH_BUFFER = 16 * 1024;

    private final int maxBytes;
    private final Duration maxTime;

    RequestBody(int maxBytes, Duration maxTime) {
        this.maxBytes = maxBytes;
        this.maxTime = maxTime;
    }

    byte[] read(HttpServletRequest request) throws BadAdmissionReviewException {
        long declared = request.getContentLengthLong();
        if (declared > maxBytes) {
            throw tooLarge();
        }
        try {
            byte[] body = read(request.getInputStream(), declared);
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

    private byte[] read(InputStream in, long declared) throws IOException, BadAdmissionReviewException {
        long deadline = System.nanoTime() + maxTime.toNanos();
        byte[] buffer = new byte[declared < 0 ? UNKNOWN_LENGTH_BUFFER : (int) Math.min(declared, FIRST_BUFFER)];
        int length = 0;
        while (length != declared) {
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(2L * length, declared < 0 ? maxBytes + 1L : declared));
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
        return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
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
