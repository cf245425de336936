package io.sparksecrets.authorization;

import io.sparksecrets.reference.SecretValue;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Connects when somebody asks first, since an API that nobody calls needs no connection. */
public final class LazyAccessReviews implements AccessReviews {

    private final Supplier<AccessReviews> connecting;
    private @Nullable AccessReviews connected;

    public LazyAccessReviews(Supplier<AccessReviews> connecting) {
        this.connecting = connecting;
    }

    @Override
    public Optional<Caller> authenticate(SecretValue token) {
        return connected().authenticate(token);
    }

    @Override
    public Optional<String> refusal(Caller caller, Permission permission) {
        return connected().refusal(caller, permission);
    }

    private synchronized AccessReviews connected() {
        AccessReviews found = connected;
        if (found == null) {
            found = connecting.get();
            connected = found;
        }
        return found;
    }
}
