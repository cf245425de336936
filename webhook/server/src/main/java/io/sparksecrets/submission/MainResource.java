package io.sparksecrets.submission;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Template;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The file of an application. What submits it takes the address apart (Utils.resolveURI of Spark), so a reference does not survive. */
final class MainResource {

    private MainResource() {}

    static void word(JsonNode file, String place, ClusterModeApplication application, List<Problem> lost) {
        String address = file.asString("spark-internal");
        if (Template.mayHoldReference(address)) {
            lost.add(new Problem(
                    place,
                    "is never resolved: what submits the application takes this address apart before any pod is created, and"
                            + " Spark shows it; write an address without credentials, as in"
                            + " spark.hadoop.fs.s3a.secret.key for a file on s3a://"));
            application.word("spark-internal", "");
        } else {
            application.word(address, place);
        }
    }
}
