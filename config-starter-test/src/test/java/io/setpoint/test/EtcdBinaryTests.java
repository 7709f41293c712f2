package io.setpoint.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EtcdBinary}.
 */
class EtcdBinaryTests {

	private final Map<String, String> properties = new HashMap<>();

	private final Map<String, String> environment = new HashMap<>();

	private final Path folder;

	EtcdBinaryTests(@TempDir Path folder) {
		this.folder = folder;
		this.properties.put("user.home", "/home/ada");
	}

	@Test
	void findWhenThereIsNoneSaysHowToInstallOne() {
		this.environment.put("PATH", this.folder.toString());
		assertThatExceptionOfType(EtcdNotFoundException.class).isThrownBy(this::find)
			.withMessage(
					"""
							No etcd binary was found: neither the system property setpoint.etcd.bin nor the environment variable \
							SETPOINT_ETCD_BIN is set, and there is no 'etcd' on the PATH or in /home/ada/.cache/setpoint/etcd/usr/bin.

							Get one in one of these ways:

							    Debian, Ubuntu   apt-get install etcd-server    (older releases: apt-get install etcd)
							    macOS            brew install etcd
							    elsewhere        unpack a release from https://github.com/etcd-io/etcd/releases

							An etcd that is not on the PATH is named by the environment variable SETPOINT_ETCD_BIN or the system \
							property setpoint.etcd.bin, for example SETPOINT_ETCD_BIN=/opt/etcd/etcd
							""");
	}

	@Test
	void findWhenVariableNamesNoExecutableSaysSo() {
		this.environment.put("SETPOINT_ETCD_BIN", "/no/etcd");
		assertThatExceptionOfType(EtcdNotFoundException.class).isThrownBy(this::find)
			.withMessageStartingWith("No etcd binary was found: the environment variable SETPOINT_ETCD_BIN names "
					+ "'/no/etcd', which is not an executable file.\n");
	}

	@Test
	void findWhenPropertyAndVariableAreSetPrefersProperty() throws Exception {
		Path first = executable("first");
		this.properties.put("setpoint.etcd.bin", first.toString());
		this.environment.put("SETPOINT_ETCD_BIN", executable("second").toString());
		assertThat(find().path()).isEqualTo(first);
	}

	@Test
	void findWhenVariableAndPathAreSetPrefersVariable() throws Exception {
		Path named = executable("named");
		this.environment.put("SETPOINT_ETCD_BIN", named.toString());
		executable("etcd");
		this.environment.put("PATH", this.folder.toString());
		assertThat(find().path()).isEqualTo(named);
	}

	@Test
	void findWhenPathHasOneOfWindowsTakesIt() throws Exception {
		Path binary = executable("etcd.exe");
		this.environment.put("PATH", this.folder.toString());
		assertThat(find().path()).isEqualTo(binary);
	}

	@Test
	void isWantedWhenThereIsNoneAndNobodyNamesOneIsFalse() {
		this.environment.put("PATH", this.folder.toString());
		assertThat(EtcdBinary.isWanted(this.properties, this.environment)).isFalse();
	}

	@Test
	void isWantedWhenSomebodyNamesAWrongOneIsTrue() {
		this.environment.put("SETPOINT_ETCD_BIN", "/no/etcd");
		assertThat(EtcdBinary.isWanted(this.properties, this.environment)).isTrue();
	}

	@Test
	void isWantedWhenThereIsOneIsTrue() throws Exception {
		executable("etcd");
		this.environment.put("PATH", this.folder.toString());
		assertThat(EtcdBinary.isWanted(this.properties, this.environment)).isTrue();
	}

	@Test
	void findWhenOnlyTheCacheHasOneTakesIt() throws Exception {
		Path cached = executable("setpoint/etcd/usr/bin/etcd");
		this.environment.put("XDG_CACHE_HOME", this.folder.toString());
		assertThat(find().path()).isEqualTo(cached);
	}

	@Test
	void parseWhenOutputHasVersionReadsIt() {
		EtcdVersion version = EtcdVersion.parse("etcd Version: 3.5.30\nGit SHA: x\n");
		assertThat(version).isEqualTo(new EtcdVersion(3, 5, 30)).hasToString("3.5.30");
		assertThat(version.isAtLeast(3, 5)).isTrue();
		assertThat(version.isAtLeast(3, 6)).isFalse();
	}

	@Test
	void parseWhenOutputHasNoVersionSaysWhatWasPrinted() {
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdVersion.parse("Segmentation fault\n"))
			.withMessage("'etcd --version' printed no version but: Segmentation fault");
	}

	private EtcdBinary find() {
		return EtcdBinary.find(this.properties, this.environment);
	}

	private Path executable(String name) throws Exception {
		Path file = this.folder.resolve(name);
		Files.createDirectories(this.folder.resolve("setpoint/etcd/usr/bin"));
		Files.writeString(file, "");
		return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
	}

}
