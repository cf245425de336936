package io.sparksecrets.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EnvVariableTest {

    private static final List<EnvVariable> ENV = container("""
            {"name": "main", "env": [
              {"name": "TEXT", "value": "a"},
              {"name": "FROM_SECRET", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
              {"name": "FROM_FIELD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
              {"name": "EMPTY"}]}""").env();

    @Test
    void hasATextOrComesFromElsewhere() {
        assertThat(ENV).extracting(EnvVariable::name).containsExactly("TEXT", "FROM_SECRET", "FROM_FIELD", "EMPTY");
        assertThat(ENV).extracting(EnvVariable::value).containsExactly("a", "", "", "");
        assertThat(ENV).extracting(EnvVariable::hasValueFrom).containsExactly(false, true, true, false);
    }

    @Test
    void namesItsSecretAndTheKeyInIt() {
        assertThat(ENV).extracting(EnvVariable::secretName).containsExactly("", "s", "", "");
        assertThat(ENV).extracting(EnvVariable::secretKey).containsExactly("", "k", "", "");
    }

    @Test
    void knowsWhereItStands() {
        EnvVariable second = ENV.get(1);

        assertThat(second.pointer()).isEqualTo("/spec/initContainers/2/env/1");
        assertThat(second.displayName()).isEqualTo("init container main, env FROM_SECRET");
    }

    @Test
    void aContainerWithoutEnvHasNone() {
        Container bare = container("{\"name\": \"main\"}");

        assertThat(bare.env()).isEmpty();
        assertThat(bare.hasEnv()).isFalse();
        assertThat(bare.variableNames()).isEmpty();
    }

    private static Container container(String text) {
        JsonNode json = JsonMapper.shared().readTree(text);
        return new Container(json, "initContainers", 2);
    }
}
