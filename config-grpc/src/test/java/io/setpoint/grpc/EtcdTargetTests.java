package io.setpoint.grpc;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EtcdTarget}.
 */
class EtcdTargetTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			etcd:///stock,              '',        stock
			etcd:/stock,                '',        stock
			etcd:///eu/stock,           '',        eu/stock
			etcd:///st%C3%B6ck%20two,   '',        stöck two
			etcd:///eu%2Fstock,         '',        eu/stock
			etcd:///a%25b:c+d~e@f$g,    '',        a%b:c+d~e@f$g
			etcd:///stock,              services/, stock
			etcd:///services/stock,     services/, stock
			etcd:///services2/stock,    services/, services2/stock
			""")
	void targetNamesAService(String target, String root, String service) {
		assertThat(EtcdTarget.of(URI.create(target), root).service()).isEqualTo(service);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					etcd:stock        | The target 'etcd:stock' names no service: write it as 'etcd:///stock'
					etcd://host/stock | The target 'etcd://host/stock' has a host, but where etcd is says 'setpoint.etcd.endpoints': write it with three slashes, as 'etcd:///stock'
					etcd:///          | The target 'etcd:///' names no service: a name neither begins nor ends with '/' and has no empty part
					etcd:///stock/    | The target 'etcd:///stock/' names no service: a name neither begins nor ends with '/' and has no empty part
					etcd:////stock    | The target 'etcd:////stock' names no service: a name neither begins nor ends with '/' and has no empty part
					etcd:///a//b      | The target 'etcd:///a//b' names no service: a name neither begins nor ends with '/' and has no empty part
					""")
	void targetThatNamesNoServiceIsRefused(String target, String sentence) {
		assertThatIllegalArgumentException().isThrownBy(() -> EtcdTarget.of(URI.create(target), ""))
			.withMessage(sentence);
	}

}
