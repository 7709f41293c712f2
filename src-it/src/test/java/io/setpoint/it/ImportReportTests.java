package io.setpoint.it;

import java.nio.file.Path;

import io.setpoint.test.Etcd;
import io.setpoint.test.EtcdTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a start says that has found what it was looking for, or nothing.
 */
@EtcdTest
@ExtendWith(OutputCaptureExtension.class)
class ImportReportTests {

	private final Etcd etcd;

	@TempDir
	private Path directory;

	ImportReportTests(Etcd etcd) {
		this.etcd = etcd;
	}

	@BeforeEach
	void prepare() {
		this.etcd.deletePrefix("");
	}

	@Test
	void eachLocationIsOneLine(CapturedOutput output) {
		this.etcd.put("/a/text/body", "x");
		long revision = this.etcd.put("/b/text/body", "s3cr3t");
		start("etcd:/a/", "etcd:/b/", "rollout:shop");
		assertThat(output)
			.containsOnlyOnce("etcd:/a/ has 1 key at revision " + revision
					+ " of etcd; its last good state is kept in '" + this.directory)
			.containsOnlyOnce("etcd:/b/ has 1 key at revision " + revision)
			.containsOnlyOnce("rollout:shop has no version yet at revision " + revision)
			.doesNotContain("has found no keys")
			.doesNotContain("s3cr3t");
	}

	@Test
	void importWithoutKeysIsWarnedAbout(CapturedOutput output) {
		long revision = this.etcd.put("/a/text/body", "x");
		start("etcd:/a/", "etcd:/typo/", "optional:etcd:/perhaps/");
		assertThat(output).containsOnlyOnce("WARN")
			.containsOnlyOnce("The import of etcd:/typo/ has found no keys at revision " + revision
					+ " of etcd: put some, or correct the path. Until then the other sources count");
	}

	@Test
	void conventionalImportNeedsKeysInOneOfItsLocationsOnly(CapturedOutput output) {
		this.etcd.put("/config/shop,eu/text/body", "x");
		start("etcd:");
		assertThat(output).doesNotContain("has found no keys").contains("etcd:/config/application/ has 0 keys");
	}

	@Test
	void conventionalImportOfAnApplicationWithoutANameIsWarnedAbout(CapturedOutput output) {
		this.etcd.put("/config/application/text/body", "x");
		launch("etcd:").run().close();
		assertThat(output).containsOnlyOnce("WARN")
			.containsOnlyOnce(
					"'spring.application.name' is not set, so the import of 'etcd:' is of what all applications"
							+ " have in common, and of nothing of this one: set it, or name the location");
	}

	private void start(String... imports) {
		launch(imports).with("spring.application.name=shop").run().close();
	}

	private Launch launch(String... imports) {
		return Launch.of(Shop.class)
			.etcd(this.etcd)
			.imports(imports)
			.with("spring.profiles.active=eu")
			.snapshots(this.directory);
	}

}
