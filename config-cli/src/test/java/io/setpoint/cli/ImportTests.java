package io.setpoint.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.setpoint.cli.Shell.Ran;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ImportCommand} with what other servers export.
 */
class ImportTests extends AbstractCommandTests {

	private static final String LOCATION = "etcd:/config/checkout/";

	private static byte[] zip(Map<String, String> files) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (Map.Entry<String, String> file : files.entrySet()) {
				zip.putNextEntry(new ZipEntry(file.getKey()));
				zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

	private static String consul(Map<String, String> keys) {
		StringBuilder json = new StringBuilder("[");
		keys.forEach((key, value) -> json.append((json.length() > 1) ? "," : "")
			.append("{\"lock_index\":0,\"key\":\"%s\",\"flags\":0,\"value\":\"%s\"}".formatted(key,
					Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))));
		return json.append("]").toString();
	}

	private Map<String, String> imported(String file, String... options) {
		String[] arguments = new String[options.length + 4];
		System.arraycopy(new String[] { "import", file, "--to", LOCATION }, 0, arguments, 0, 4);
		System.arraycopy(options, 0, arguments, 4, options.length);
		Ran ran = this.shell.run(arguments);
		assertThat(ran.status()).as(ran.err()).isZero();
		return etcd.getAll("/config/");
	}

	@Test
	void exportOfConsulGivesItsKeysAndThoseOfProfiles() throws IOException {
		Map<String, String> keys = new LinkedHashMap<>();
		keys.put("config/checkout/", "");
		keys.put("config/checkout/pricing/discount-percent", "25");
		keys.put("config/checkout,prod/pricing/discount-percent", "5");
		keys.put("config/checkout/data", "features:\n  new-basket: true\n");
		keys.put("config/stock/limit", "9");
		assertThat(imported(file("consul.json", consul(keys)), "--below", "config/checkout"))
			.isEqualTo(Map.of("/config/checkout/pricing/discount-percent", "25", "/config/checkout/features/new-basket",
					"true", "/config/checkout,prod/pricing/discount-percent", "5"));
	}

	@Test
	void archiveOfApolloGivesItsNamespaces() throws IOException {
		byte[] archive = zip(Map.of("DEV/root/checkout/checkout+default+application.properties",
				"pricing.timeout = 2s\n", "DEV/root/checkout/checkout+default+shared.yml",
				"pricing:\n  timeout: 9s\n  currency: EUR\n", "DEV/root/checkout/checkout+default+notes.txt", "hello"));
		assertThat(imported(file("apollo.zip", archive)))
			.isEqualTo(Map.of("/config/checkout/pricing/timeout", "2s", "/config/checkout/pricing/currency", "EUR"));
	}

	@Test
	void archiveOfNacosGivesItsDataIdsAndProfiles() throws IOException {
		byte[] archive = zip(Map.of("DEFAULT_GROUP/checkout.yaml", "pricing:\n  timeout: 2s\n",
				"DEFAULT_GROUP/checkout-prod.yaml", "pricing.timeout: 1s\n", "DEFAULT_GROUP/stock.properties", "a=1\n",
				".metadata.yml", "metadata: []\n"));
		assertThat(imported(file("nacos.zip", archive), "--only", "checkout"))
			.isEqualTo(Map.of("/config/checkout/pricing/timeout", "2s", "/config/checkout,prod/pricing/timeout", "1s"));
	}

	@Test
	void pruneListsAndDeletesOnlyWithYes() throws IOException {
		etcd.put("/config/checkout/old", "1");
		String file = file("application.yaml", "current: 1\n");
		Ran listed = this.shell.run("import", file, "--to", LOCATION, "--prune");
		assertThat(listed.status()).isEqualTo(1);
		assertThat(listed.out()).isEqualTo("- /config/checkout/old\n");
		assertThat(etcd.getAll("/config/")).containsOnlyKeys("/config/checkout/old");
		assertThat(imported(file, "--prune", "--yes")).containsOnlyKeys("/config/checkout/current");
	}

	@Test
	void dryRunWritesNothing() throws IOException {
		long revision = etcd.revision();
		Ran ran = this.shell.run("import", file("application.yaml", "a: 1\n"), "--to", LOCATION, "--dry-run");
		assertThat(ran.out()).isEqualTo("+ /config/checkout/a\n");
		assertThat(etcd.revision()).isEqualTo(revision);
	}

	@Test
	void importOfManyKeysSaysItsPartsAndGoesOnWhereItWas() throws IOException {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < 300; i++) {
			text.append("limits.n").append(i).append(": ").append(i).append('\n');
		}
		String file = file("application.yaml", text.toString());
		etcd.put("/config/checkout/limits/n7", "7");
		Ran ran = this.shell.run("import", file, "--to", LOCATION);
		assertThat(ran.err()).contains("299 keys are too much for one transaction of etcd and are written in 3")
			.contains("wrote 128 of 299 keys");
		assertThat(etcd.getAll("/config/checkout/")).hasSize(300);
	}

	@Test
	void documentOfALocationIsTheFileItself() throws IOException {
		String text = "# prices\npricing:\n  timeout: 2s\n";
		assertThat(imported(file("application.yaml", text), "--as", "document"))
			.isEqualTo(Map.of("/config/checkout/application.yaml", text));
	}

	@Test
	void whatIsNotYamlIsRefusedWithItsPlaceAndWithoutItsText() throws IOException {
		Ran ran = this.shell.run("import", file("application.yaml", "a: [secret-1\nb: 2\n"), "--to", LOCATION,
				"--output", "json");
		assertThat(ran.status()).isEqualTo(1);
		assertThat(ran.out()).doesNotContain("secret").contains("\"line\" : 2");
	}

	@Test
	void expressionOfProfilesWantsAChoice() throws IOException {
		String file = file("application.yaml", "a: 1\n---\nspring.config.activate.on-profile: prod & eu\na: 2\n");
		assertThat(this.shell.run("import", file, "--to", LOCATION).err()).contains("--profile");
		assertThat(imported(file, "--profile", "prod,eu")).isEqualTo(Map.of("/config/checkout/a", "2"));
	}

	@Test
	void listOfALaterPartReplacesTheWholeList() throws IOException {
		String text = "tiers: [gold, silver]\n---\ntiers: [bronze]\n";
		assertThat(imported(file("application.yaml", text))).isEqualTo(Map.of("/config/checkout/tiers/0", "bronze"));
	}

}
