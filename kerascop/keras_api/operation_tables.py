"""The functions on tensors that model code uses: their parameters, and each library's names."""

from __future__ import annotations

from collections.abc import Mapping

_UNARY = """
abs negative sign exp expm1 log log1p log2 log10 sqrt rsqrt square reciprocal floor ceil round rint
sin cos tan asin acos atan sinh cosh asinh acosh atanh erf erfinv lgamma digamma cast identity
stop_gradient zeros_like ones_like clip isnan isinf isfinite logical_not real imag conj angle
relu relu6 elu selu gelu silu mish tanh sigmoid hard_sigmoid hard_silu hard_tanh softplus softsign
softmax log_softmax log_sigmoid exponential linear leaky_relu celu sparse_plus squareplus
soft_shrink hard_shrink tanh_shrink threshold l2_normalize normalize dropout alpha_dropout
cumsum cumprod flip roll sort argsort nan_to_num print in_train_phase local_response
flip_image adjust_image bias_add batch_normalization convert_to_tensor ensure_shape copy
update assign set_shape checkpoint swish triu tril
"""

_BINARY = """
add subtract multiply divide true_divide floor_divide mod power maximum minimum equal not_equal less
less_equal greater greater_equal logical_and logical_or logical_xor squared_difference atan2
divide_no_nan multiply_no_nan bitwise_and bitwise_or
"""

_UNARY_PARAMETERS: Mapping[str, str] = {
    "cast": "x dtype",
    "clip": "x low high",
    "softmax": "x axis",
    "log_softmax": "x axis",
    "l2_normalize": "x axis",
    "leaky_relu": "x negative_slope",
    "dropout": "x rate",
    "flip": "x axis",
    "cumsum": "x axis",
    "cumprod": "x axis",
    "zeros_like": "x dtype",
    "ones_like": "x dtype",
    "bias_add": "x y data_format",
}

ELEMENTWISE: Mapping[str, str] = {
    **{name: _UNARY_PARAMETERS.get(name, "x") for name in _UNARY.split()},
    **dict.fromkeys(_BINARY.split(), "x y"),
    "where": "condition x y",
    "add_n": "x",
}
"""Operations that work position by position, with the names of their parameters in order."""

_REDUCTIONS = "sum mean max min prod any all std var logsumexp median count_nonzero euclidean_norm"

OPERATIONS: Mapping[str, str] = {
    **dict.fromkeys(_REDUCTIONS.split(), "x axis=None keepdims"),
    "norm": "x ord axis=None keepdims",
    "argmax": "x axis keepdims",
    "argmin": "x axis keepdims",
    "reshape": "x shape",
    "expand_dims": "x axis",
    "squeeze": "x axis=None",
    "transpose": "x axes=None",
    "swapaxes": "x axis1 axis2",
    "moveaxis": "x source destination",
    "concatenate": "x axis",
    "stack": "x axis=0",
    "unstack": "x num axis=0",
    "split": "x sections axis=0",
    "array_split": "x indices_or_sections axis=0",
    "tile": "x repeats",
    "repeat": "x repeats axis=None",
    "repeat_vector": "x repeats",
    "broadcast_to": "x shape",
    "matmul": "x y",
    "dot": "x y",
    "batch_dot": "x y axes=None",
    "tensordot": "x y axes=2",
    "einsum": "equation x y z",
    "one_hot": "x depth",
    "gather": "x indices axis=0",
    "pad": "x paddings mode",
    "flatten": "x",
    "batch_flatten": "x",
    "resize": "x size",
    "resize_images": "x height_factor width_factor data_format",
    "resize_volumes": "x depth_factor height_factor width_factor data_format",
    "rgb_to_grayscale": "x",
    "grayscale_to_rgb": "x",
    "crop_or_pad": "x height width",
    "conv": "x kernel strides padding data_format dilation_rate",
    "depthwise_conv": "x kernel strides padding data_format dilation_rate",
    "pool": "x pool_size strides padding data_format",
    "depth_to_space": "x block_size data_format",
    "space_to_depth": "x block_size data_format",
    "temporal_padding": "x padding=1",
    "spatial_2d_padding": "x padding=1 data_format",
    "spatial_3d_padding": "x padding=1 data_format",
    "slice": "x begin size",
    "top_k": "x k",
    "shape": "x",
    "rank": "x",
    "zeros": "shape",
    "ones": "shape",
    "full": "shape value",
    "random": "shape",
    "getitem": "x index",
}
"""The other operations, with their parameters in the usual order and their usual defaults."""

SPELLINGS: Mapping[str, str] = {
    "backend": """
        abs exp log sqrt square sign round sin cos cast clip stop_gradient identity elu
        sigmoid hard_sigmoid tanh softplus softsign print_tensor=print zeros_like ones_like
        relu: x negative_slope max_value threshold
        softmax: x axis
        l2_normalize: x axis
        dropout: x rate
        in_train_phase: x y training
        bias_add: x y data_format
        batch_normalization: x mean variance beta gamma axis
        reverse=flip: x axis
        cumsum: x axis
        cumprod: x axis
        pow=power: x y
        maximum minimum equal not_equal less less_equal greater greater_equal
        switch=where: condition x y
        sum mean max min prod any all std var logsumexp
        argmax: x axis=-1
        argmin: x axis=-1
        reshape squeeze batch_flatten flatten stack tile repeat=repeat_vector
        expand_dims: x axis=-1
        transpose: x
        permute_dimensions=transpose: x axes
        concatenate: x axis=-1
        repeat_elements=repeat: x repeats axis
        dot batch_dot one_hot
        gather: x indices
        resize_images resize_volumes temporal_padding spatial_2d_padding spatial_3d_padding
        conv1d=conv: x kernel strides padding data_format dilation_rate
        conv2d=conv: x kernel strides padding data_format dilation_rate
        conv3d=conv: x kernel strides padding data_format dilation_rate
        depthwise_conv2d=depthwise_conv: x kernel strides padding data_format dilation_rate
        pool2d=pool: x pool_size strides=1 padding data_format pool_mode
        pool3d=pool: x pool_size strides=1 padding data_format pool_mode
        shape zeros ones
        random_normal=random random_uniform=random truncated_normal=random random_binomial=random
    """,
    "activations": """
        relu6 elu selu gelu silu swish=silu mish tanh sigmoid hard_sigmoid hard_silu hard_tanh
        softplus softsign log_sigmoid exponential linear leaky_relu celu squareplus soft_shrink
        hard_shrink tanh_shrink threshold sparse_plus hard_swish=hard_silu
        relu: x negative_slope max_value threshold
        softmax: x axis
        log_softmax: x axis
    """,
    "ops": """
        abs absolute=abs negative sign exp expm1 log log1p log2 log10 sqrt rsqrt square reciprocal
        floor ceil round sin cos tan arcsin=asin arccos=acos arctan=atan sinh cosh arcsinh=asinh
        arccosh=acosh arctanh=atanh erf erfinv cast stop_gradient zeros_like ones_like
        isnan isinf isfinite logical_not real imag conj conjugate=conj copy nan_to_num
        convert_to_tensor triu tril
        relu relu6 elu selu gelu silu swish=silu tanh sigmoid hard_sigmoid hard_silu hard_tanh
        hard_swish=hard_silu softplus softsign log_sigmoid leaky_relu celu squareplus soft_shrink
        hard_shrink tanh_shrink threshold sparse_plus
        softmax: x axis
        log_softmax: x axis
        normalize: x axis order
        batch_normalization: x mean variance axis
        clip: x low high
        flip: x axis
        cumsum: x axis
        cumprod: x axis
        sort: x axis
        argsort: x axis
        roll: x shift axis
        add subtract multiply divide true_divide floor_divide mod power maximum minimum equal
        not_equal less less_equal greater greater_equal logical_and logical_or logical_xor
        divide_no_nan where arctan2=atan2
        sum mean max amax=max min amin=min prod any all std var logsumexp median norm
        count_nonzero: x axis=None
        argmax: x axis=None keepdims
        argmin: x axis=None keepdims
        reshape expand_dims squeeze transpose swapaxes moveaxis stack unstack tile repeat
        broadcast_to
        concatenate: x axis=0
        split=array_split: x indices_or_sections axis=0
        matmul dot tensordot einsum
        one_hot: x depth axis=-1
        take=gather: x indices axis=None
        pad: x paddings mode
        ravel=flatten
        conv depthwise_conv max_pool=pool average_pool=pool
        top_k shape
        zeros ones
        full: shape value
    """,
    "ops.image": """
        resize: x size interpolation
        rgb_to_grayscale
    """,
    "tensorflow": """
        abs negative sign exp sqrt square floor round sin cos tan asin acos atan sinh cosh identity
        stop_gradient zeros_like ones_like sigmoid tanh logical_not print ensure_shape
        cast: x dtype
        convert_to_tensor: x dtype
        clip_by_value=clip: x low high
        to_float=cast: x
        to_int32=cast: x
        to_int64=cast: x
        log
        reverse=flip: x axis
        roll: x shift axis
        sort: x axis
        argsort: x axis
        cumsum: x axis
        add subtract multiply divide truediv=divide floordiv=floor_divide div=divide mod pow=power
        maximum minimum equal not_equal less less_equal greater greater_equal logical_and
        logical_or where
        add_n
        reduce_sum=sum reduce_mean=mean reduce_max=max reduce_min=min reduce_prod=prod
        reduce_any=any reduce_all=all reduce_logsumexp=logsumexp
        norm: x ord axis=None keepdims
        argmax: x axis=0
        argmin: x axis=0
        arg_max=argmax: x axis
        reshape squeeze transpose stack unstack split tile repeat broadcast_to
        pack=stack
        unpack=unstack
        expand_dims: x axis
        concat=concatenate: x axis
        matmul: x y transpose_x transpose_y
        tensordot einsum
        batch_matmul=matmul
        one_hot: x depth on_value off_value axis=-1
        gather: x indices validate_indices axis=0 batch_dims
        pad: x paddings mode
        slice shape rank zeros ones
        fill=full: shape value
        random_normal=random random_uniform=random truncated_normal=random
        depth_to_space space_to_depth
    """,
    "tensorflow.math": """
        abs negative sign exp expm1 log log1p sqrt rsqrt square reciprocal floor ceil round rint sin
        cos tan asin acos atan sinh cosh erf erfinv lgamma digamma sigmoid tanh softplus softsign
        logical_not is_nan=isnan is_inf=isinf is_finite=isfinite real imag conj angle
        softmax: x axis
        log_softmax: x axis
        log_sigmoid
        l2_normalize: x axis
        cumsum: x axis
        cumprod: x axis
        add subtract multiply divide truediv=divide floordiv=floor_divide mod floormod=mod pow=power
        maximum minimum equal not_equal less less_equal greater greater_equal logical_and
        logical_or logical_xor squared_difference atan2 divide_no_nan multiply_no_nan
        add_n
        reduce_sum=sum reduce_mean=mean reduce_max=max reduce_min=min reduce_prod=prod
        reduce_any=any reduce_all=all reduce_std=std reduce_variance=var
        reduce_logsumexp=logsumexp reduce_euclidean_norm=euclidean_norm count_nonzero
        argmax: x axis=0
        argmin: x axis=0
        top_k
    """,
    "tensorflow.nn": """
        relu relu6 elu selu gelu silu swish=silu sigmoid tanh softplus softsign
        leaky_relu: x negative_slope
        softmax: x axis
        log_softmax: x axis
        l2_normalize: x axis
        dropout: x rate
        bias_add: x y data_format
        batch_normalization: x mean variance offset scale
        local_response_normalization=local_response
        lrn=local_response
        conv1d=conv: x kernel strides padding data_format dilation_rate
        conv2d=conv: x kernel strides padding data_format dilation_rate
        conv3d=conv: x kernel strides padding data_format dilation_rate
        convolution=conv: x kernel strides padding data_format dilation_rate
        depthwise_conv2d=depthwise_conv: x kernel strides padding data_format dilation_rate
        max_pool=pool max_pool1d=pool max_pool2d=pool max_pool3d=pool
        avg_pool=pool avg_pool1d=pool avg_pool2d=pool avg_pool3d=pool
        depth_to_space space_to_depth top_k
        embedding_lookup=gather: x indices
    """,
    "tensorflow.linalg": """
        matmul: x y transpose_x transpose_y
        tensordot einsum
        norm: x ord axis=None keepdims
        l2_normalize: x axis
        matrix_transpose=swapaxes: x axis1=-1 axis2=-2
    """,
    "tensorflow.image": """
        resize: x size method preserve_aspect_ratio
        resize_images=resize: x size method
        resize_bilinear=resize: x size
        resize_bicubic=resize: x size
        resize_nearest_neighbor=resize: x size
        resize_with_pad=crop_or_pad
        resize_with_crop_or_pad=crop_or_pad
        resize_image_with_crop_or_pad=crop_or_pad
        rgb_to_grayscale grayscale_to_rgb
        flip_left_right=flip_image flip_up_down=flip_image
        random_flip_left_right=flip_image random_flip_up_down=flip_image
        per_image_standardization=adjust_image adjust_brightness=adjust_image
        adjust_contrast=adjust_image random_brightness=adjust_image random_contrast=adjust_image
        adjust_hue=adjust_image adjust_saturation=adjust_image random_hue=adjust_image
        random_saturation=adjust_image adjust_gamma=adjust_image
    """,
    "tensorflow.random": """
        normal=random uniform=random truncated_normal=random
    """,
}
"""The names of functions by library.

A line holds functions that have the operation's usual parameters, or one function, a colon, and its
own parameters in order, with the defaults that count. `pow=power` is the function `pow` that does
what the operation `power` does.
"""

KEYWORDS: Mapping[str, tuple[str, ...]] = {
    "a": ("x",),
    "arrays": ("x",),
    "array": ("x",),
    "alpha": ("negative_slope",),
    "axes": ("axis",),
    "b": ("y",),
    "bias": ("y",),
    "blocksize": ("block_size",),
    "clip_value_max": ("high",),
    "clip_value_min": ("low",),
    "concat_dim": ("axis",),
    "data": ("x",),
    "depthwise_kernel": ("kernel",),
    "dilations": ("dilation_rate",),
    "dim": ("axis",),
    "dimension": ("axis",),
    "dims": ("axis", "shape"),
    "else_expression": ("y",),
    "features": ("x",),
    "filter": ("kernel",),
    "filters": ("kernel",),
    "image": ("x",),
    "images": ("x",),
    "indices": ("x",),
    "input": ("x",),
    "input_tensor": ("x",),
    "inputs": ("x",),
    "keep_dims": ("keepdims",),
    "keep_prob": ("rate",),
    "ksize": ("pool_size",),
    "level": ("rate",),
    "logits": ("x",),
    "max_value": ("high",),
    "min_value": ("low",),
    "multiples": ("repeats",),
    "n": ("repeats",),
    "newshape": ("shape",),
    "num_classes": ("depth",),
    "num_or_size_splits": ("sections",),
    "num_split": ("sections",),
    "pad_width": ("paddings",),
    "params": ("x",),
    "pattern": ("axes",),
    "perm": ("axes",),
    "reduction_indices": ("axis",),
    "reference": ("x",),
    "rep": ("repeats",),
    "size_splits": ("sections",),
    "squeeze_dims": ("axis",),
    "stride": ("strides",),
    "subscripts": ("equation",),
    "t": ("x",),
    "target_height": ("height",),
    "target_width": ("width",),
    "tensor": ("x",),
    "tensors": ("x",),
    "then_expression": ("x",),
    "transpose_a": ("transpose_x",),
    "transpose_b": ("transpose_y",),
    "value": ("x",),
    "values": ("x",),
    "window_shape": ("pool_size",),
    "x1": ("x", "condition"),
    "x2": ("y",),
    "x_max": ("high",),
    "x_min": ("low",),
    "xs": ("x",),
}
"""What the libraries call parameters, and what operations call them: the first that one has."""
