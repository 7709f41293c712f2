package io.setpoint.sample;

import java.time.Duration;
import java.util.Map;

import io.setpoint.schema.DocumentSchema;
import io.setpoint.schema.SchemaProblem;
import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schema that the application leaves in etcd, for those who have not its classes.
 */
@EtcdTest
@SpringBootTest(properties = "setpoint.snapshot.enabled=false")
class LeftSchemaTests {

	@Test
	void schemaOfTheBuildIsLeftAndNamedInTheFleet(Etcd etcd) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> !etcd.getAll("/schemas/checkout/").isEmpty() && !etcd.getAll("/fleet/checkout/").isEmpty());
		Map<String, String> schemas = etcd.getAll("/schemas/checkout/");
		assertThat(schemas).hasSize(1);
		schemas.forEach((key, schema) -> {
			assertThat(etcd.getAll("/fleet/checkout/").values()).allMatch((member) -> member.contains(build(key)));
			assertThat(DocumentSchema.parse(schema).check("pricing.discount-percent: 95"))
				.extracting(SchemaProblem::name)
				.containsExactly("pricing.discount-percent");
		});
	}

	private static String build(String key) {
		return key.substring(key.lastIndexOf('/') + 1);
	}

}
